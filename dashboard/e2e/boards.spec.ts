import { addressOf } from "../src/question/address";
import { expect, open, shown, test } from "./fixtures";

const FROM = new Date(Date.now() - 20 * 3_600_000).toISOString().replace(/\.\d+/, "");
const TO = new Date(Date.now() - 2 * 3_600_000).toISOString().replace(/\.\d+/, "");

test("a question goes onto a board, and its link opens the board alone until it is taken back", async ({
  page,
  demo,
  browser,
}) => {
  const question = { kind: "trend", every: "none", from: FROM, to: TO };
  const answer = await demo.ask(question);
  const total = shown(answer.rows[0]?.[0]);
  await open(page, demo, addressOf("/explore", { q: JSON.stringify(question), view: "number" }));
  await expect(page.getByTestId("numbers").getByText(total)).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Add to a board" }).click();
  await page.getByLabel("Title of the tile").fill("All events");
  await page.getByLabel("Name of the board").fill("Growth");
  await page.getByRole("button", { name: "Add", exact: true }).click();

  await expect(page.getByRole("heading", { name: "Growth" })).toBeVisible();
  await expect(page.getByTestId("tile").getByText(total)).toBeVisible();

  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByLabel("Link to the board").inputValue();

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.getByTestId("tile").getByText(total)).toBeVisible();
  await stranger.goto(`${demo.url}/explore`);
  await expect(stranger.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();

  await page.getByRole("button", { name: "Take the link back" }).click();
  await expect(page.getByRole("button", { name: "Make a link" })).toBeVisible();
  await stranger.goto("about:blank");
  await stranger.goto(link);
  await expect(stranger.getByRole("heading", { name: "This board cannot be shown" })).toBeVisible();
  await stranger.close();
});

test("a board begins with an overview, can fill the screen, and a tile can be moved", async ({
  page,
  demo,
}) => {
  await open(page, demo, "/boards");
  await page.getByRole("button", { name: "New board" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Wall");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("An empty board")).toBeVisible();
  const id = new URL(page.url()).searchParams.get("board");
  await page.evaluate(
    async ([board]) => {
      const tile = (id: string, x: number) => ({
        id,
        title: `Tile ${id}`,
        view: "number",
        question: { kind: "trend", every: "none", from: "-1d" },
        x,
        y: 0,
        w: 4,
        h: 4,
      });
      await fetch(`/v1/boards/${board}`, {
        method: "PUT",
        headers: { authorization: "Bearer test-admin-key" },
        body: JSON.stringify({ name: "Wall", tiles: [tile("a", 0), tile("b", 4)] }),
      });
    },
    [id],
  );
  await page.reload();
  const first = page.getByTestId("tile").filter({ hasText: "Tile a" });
  await expect(first).toBeVisible();
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
  const tiles = ((await (await saved).json()) as { tiles: { id: string; x: number }[] }).tiles;
  expect(tiles.find((tile) => tile.id === "a")?.x).toBeGreaterThan(4);

  await page.getByRole("button", { name: "Wall" }).click();
  await expect(page.getByTestId("wall")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("wall")).toBeHidden();
});
