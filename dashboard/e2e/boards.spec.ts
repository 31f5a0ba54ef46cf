import { addressOf } from "../src/question/address";
import { chartOf, expect, OVER, shown, test } from "./fixtures";

const ALL_EVENTS = { kind: "trend", every: "none", ...OVER };

test("a question goes onto a board, and its link opens the board alone until it is taken back", async ({
  page,
  stranger,
  demo,
}) => {
  const total = shown((await demo.ask(ALL_EVENTS)).rows[0]?.[0]);
  await page.goto(demo.url + addressOf("/explore", { q: JSON.stringify(ALL_EVENTS), view: "number" }));
  await expect(page.getByTestId("numbers").getByText(total)).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Add to a board" }).click();
  await page.getByLabel("Title of the tile").fill("All events");
  await page.getByRole("combobox", { name: "Board" }).click();
  await page.getByRole("option", { name: "A new board" }).click();
  await page.getByLabel("Name of the board").fill("Growth");
  await page.getByRole("button", { name: "Add", exact: true }).click();

  await expect(page.getByRole("heading", { name: "Growth" })).toBeVisible();
  await expect(page.getByTestId("tile").getByText(total)).toBeVisible();

  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Link to the board").inputValue();

  await stranger.goto(link);
  await expect(stranger.getByTestId("tile").getByText(total)).toBeVisible();
  await stranger.goto(`${demo.url}/explore`);
  await expect(stranger.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();

  await page.getByRole("button", { name: "Take the link back" }).click();
  await expect(page.getByRole("button", { name: "Make a link" })).toBeVisible();
  await stranger.goto("about:blank");
  await stranger.goto(link);
  await expect(stranger.getByRole("heading", { name: "This board cannot be shown" })).toBeVisible();
});

test("a tile can be moved, and a board can fill the screen", async ({ page, demo }) => {
  const tile = (id: string, x: number) => ({
    id,
    title: `Tile ${id}`,
    view: "number",
    question: ALL_EVENTS,
    ...{ x, y: 0, w: 4, h: 4 },
  });
  const { id } = await demo.call<{ id: string }>("POST", "/v1/boards", {
    name: "Wall",
    tiles: [tile("a", 0), tile("b", 4)],
  });
  await page.goto(`${demo.url}/boards`);
  await page.getByRole("button", { name: "Wall" }).click();
  await expect(page).toHaveURL(new RegExp(id));
  const first = page.getByTestId("tile").filter({ hasText: "Tile a" });
  await expect(first.getByTestId("numbers")).toBeVisible();
  const from = await first.getByRole("heading").boundingBox();
  if (from === null) {
    throw new Error("no tile");
  }
  const saved = page.waitForResponse((response) => response.request().method() === "PUT");
  await page.mouse.move(from.x + 20, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + 300, from.y + 10, { steps: 8 });
  await page.mouse.move(from.x + 900, from.y + 10, { steps: 8 });
  await page.mouse.up();
  const { tiles } = (await (await saved).json()) as { tiles: { id: string; x: number }[] };
  expect(tiles.find((each) => each.id === "a")?.x).toBeGreaterThan(4);

  await page.getByRole("button", { name: "Wall" }).click();
  await expect(page.getByTestId("wall")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("wall")).toBeHidden();
});

test("a funnel goes onto a board as its picture, and the tile opens its question", async ({ page, demo }) => {
  const question = { kind: "funnel", steps: ["signed_up", "purchase"], within: "7d", ...OVER };
  const { id } = await demo.call<{ id: string }>("POST", "/v1/boards", {
    name: "Funnels",
    tiles: [{ id: "a", title: "Sign up to purchase", view: "bar", question, x: 0, y: 0, w: 6, h: 6 }],
  });
  await page.goto(`${demo.url}/boards?board=${id}`);
  await expect(chartOf(page)).toBeVisible();
  await page.getByRole("button", { name: "What to do with Sign up to purchase" }).click();
  await page.getByRole("menuitem", { name: "Open the question" }).click();
  await expect(page.getByTestId("steps").getByRole("row")).toHaveCount(3);
});
