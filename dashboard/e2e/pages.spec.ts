import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { KINDS } from "../src/api/kinds";
import { starterTiles } from "../src/boards/starter";
import { placesFor } from "../src/shell/places";
import { chartOf, expect, test } from "./fixtures";
import { ADMIN_KEY, type Server } from "./server";

interface Seen {
  name: string;
  path: string;
  /** What is only there when the page has its data. */
  filled(page: Page): Locator;
}

/** Pages that are not made of a chart. */
const FILLED: Record<string, (page: Page) => Locator> = {
  "/": (page) => page.getByTestId("top-features").getByRole("row").nth(3),
  "/boards": (page) => page.getByTestId("boards"),
  "/people": (page) => page.getByTestId("people").getByRole("row").nth(5),
  "/pipeline": (page) => page.getByTestId("stage-store"),
  "/connect": (page) => page.getByTestId("arrival"),
};

const waiting = (page: Page) => page.getByRole("progressbar", { name: "Loading" });

const lastTile = (page: Page) => page.getByTestId("tile").nth(starterTiles().length - 1);

const PAGES: Seen[] = [
  ...placesFor(KINDS)
    .flatMap((group) => group.places)
    .map(({ name, path }) => ({ name, path, filled: FILLED[path] ?? chartOf })),
  { name: "A board", path: "/boards?board=BOARD", filled: lastTile },
  { name: "A board on the wall", path: "/boards?board=BOARD&wall=1", filled: lastTile },
  {
    name: "A person",
    path: "/people?person=user-1007",
    filled: (page) => page.getByTestId("timeline").getByText("page_viewed").first(),
  },
];

let board: string | undefined;

/** The board that all of these look at, made by the first that needs it. */
async function boardOn(server: Server): Promise<string> {
  board ??= (
    await server.call<{ id: string }>("POST", "/v1/boards", { name: "Overview", tiles: starterTiles() })
  ).id;
  return board;
}

async function seriousOnes(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  return violations
    .filter((each) => each.impact === "serious" || each.impact === "critical")
    .map(
      (each) => `${each.id}: ${each.nodes.map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`,
    );
}

for (const { name, path, filled } of PAGES) {
  test(`${name}: has its data in both themes, axe finds nothing serious, and it fits 360 pixels`, async ({
    page,
    demo,
  }) => {
    const id = await boardOn(demo);
    await page.emulateMedia({ colorScheme: "light" });
    await page.goto(demo.url + path.replace("BOARD", id));
    for (const theme of ["light", "dark"] as const) {
      await test.step(`${theme} theme`, async () => {
        await page.emulateMedia({ colorScheme: theme });
        await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", theme);
        await expect(filled(page)).toBeVisible();
        await expect(waiting(page)).toHaveCount(0);
        expect(await seriousOnes(page)).toEqual([]);
      });
    }
    await test.step("360 pixels", async () => {
      await page.setViewportSize({ width: 360, height: 800 });
      await expect(filled(page)).toBeVisible();
      await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    });
  });
}

/** What pages wait for. */
const ANSWERS = /\/v1\/(query|users|live)/;

for (const path of ["/explore", "/people", "/people?person=user-1007", "/boards?board=BOARD"]) {
  test(`${path} while its answers are waited for, and when they fail: axe finds nothing serious`, async ({
    page,
    demo,
  }) => {
    const id = await boardOn(demo);
    let fail = () => {};
    const waited = new Promise<void>((resolve) => {
      fail = resolve;
    });
    await page.route(ANSWERS, async (route) => {
      await waited;
      await route.abort();
    });
    await page.goto(demo.url + path.replace("BOARD", id));
    await expect(waiting(page).first()).toBeVisible();
    expect(await seriousOnes(page)).toEqual([]);
    fail();
    const told = page.getByRole("button", { name: "Try again" }).or(page.getByText("Reconnecting"));
    await expect(told.first()).toBeVisible();
    expect(await seriousOnes(page)).toEqual([]);
  });
}

test("the page to sign in: axe finds nothing serious in both themes, and it fits 360 pixels", async ({
  stranger,
  demo,
}) => {
  await stranger.goto(demo.url);
  await expect(stranger.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();
  for (const theme of ["light", "dark"] as const) {
    await stranger.emulateMedia({ colorScheme: theme });
    await expect(stranger.locator("html")).toHaveAttribute("data-mantine-color-scheme", theme);
    expect(await seriousOnes(stranger)).toEqual([]);
  }
  await stranger.setViewportSize({ width: 360, height: 800 });
  await expect.poll(() => stranger.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

test("the first page needs less than 300 kB of compressed script", async ({ stranger, demo }) => {
  const sizes: Promise<number>[] = [];
  stranger.on("requestfinished", (request) => {
    if (request.resourceType() === "script") {
      sizes.push(request.sizes().then((each) => each.responseBodySize));
    }
  });
  await stranger.addInitScript((key) => sessionStorage.setItem("millrace-key", key), ADMIN_KEY);
  await stranger.goto(demo.url);
  await expect(stranger.locator(".u-over").first()).toBeVisible();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(300_000);
});
