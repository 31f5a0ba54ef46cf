import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { KINDS } from "../src/api/kinds";
import { placesFor } from "../src/shell/places";
import { expect, open, test } from "./fixtures";

/** Something that is only there when the page has its data. */
const FILLED: Record<string, (page: Page) => Promise<void>> = {
  "/": async (page) => expect(page.getByTestId("top-features").getByRole("row").nth(3)).toBeVisible(),
  "/boards": async (page) =>
    expect(page.getByText("No boards yet").or(page.getByTestId("boards"))).toBeVisible(),
  "/explore": async (page) => expect(page.locator("[data-ready=true] canvas")).toBeVisible(),
  "/people": async (page) => expect(page.getByTestId("people").getByRole("row").nth(5)).toBeVisible(),
  "/pipeline": async (page) => expect(page.getByTestId("stage-store")).toBeVisible(),
  "/connect": async (page) => expect(page.getByTestId("arrival")).toBeVisible(),
};

const chart = async (page: Page) => expect(page.locator("[data-ready=true] canvas")).toBeVisible();

for (const place of placesFor(KINDS).flatMap((group) => group.places)) {
  for (const theme of ["light", "dark"] as const) {
    test(`${place.name} shows its data in the ${theme} theme, and axe finds nothing serious`, async ({
      page,
      demo,
      complaints,
    }) => {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
      await open(page, demo, place.path);
      await (FILLED[place.path] ?? chart)(page);
      await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", theme);
      const { violations } = await new AxeBuilder({ page })
        .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
        .analyze();
      const serious = violations.filter((each) => each.impact === "serious" || each.impact === "critical");
      expect(serious.map((each) => `${each.id}: ${each.nodes.map((node) => node.html).join(" | ")}`)).toEqual(
        [],
      );
      expect(complaints).toEqual([]);
    });
  }

  test(`${place.name} fits a narrow screen`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    await open(page, demo, place.path);
    await (FILLED[place.path] ?? chart)(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
}

test("the first page needs less than 300 kB of compressed script", async ({ page, demo }) => {
  let bytes = 0;
  page.on("response", async (response) => {
    if (response.request().resourceType() === "script") {
      bytes += (await response.request().sizes()).responseBodySize;
    }
  });
  await open(page, demo, "/");
  await expect(page.locator(".u-over").first()).toBeVisible();
  await page.waitForLoadState("load");
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThan(300_000);
});

test("every page can be reached with the keyboard alone", async ({ page, demo }) => {
  await open(page, demo, "/");
  await expect(page.getByTestId("rate")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByText("Skip to the content")).toBeFocused();
  await page.getByRole("link", { name: "Explore" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Explore" })).toBeVisible();
});
