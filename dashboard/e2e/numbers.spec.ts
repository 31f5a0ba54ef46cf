import { addressOf } from "../src/question/address";
import { expect, open, shown, test } from "./fixtures";

/** A range that is over, so that its numbers stay as they are. */
const hour = 3_600_000;
const FROM = new Date(Date.now() - 20 * hour).toISOString().replace(/\.\d+/, "");
const TO = new Date(Date.now() - 2 * hour).toISOString().replace(/\.\d+/, "");

test("Explore shows the numbers that the API answers", async ({ page, demo, complaints }) => {
  const question = {
    kind: "trend",
    measures: ["count", "uniques"],
    by: ["plan"],
    every: "none",
    from: FROM,
    to: TO,
  };
  const { rows } = await demo.ask(question);
  await open(page, demo, addressOf("/explore", { q: JSON.stringify(question), view: "table" }));
  const table = page.getByTestId("answer");
  for (const [plan, count, people] of rows) {
    const row = table.getByRole("row").filter({ hasText: String(plan) });
    await expect(row.getByRole("cell").nth(1)).toHaveText(shown(count));
    await expect(row.getByRole("cell").nth(2)).toHaveText(shown(people));
  }
  expect(complaints).toEqual([]);
});

test("a link reproduces a question that was built by clicking", async ({ page, demo, browser }) => {
  await open(page, demo, "/explore");
  await page.locator("input").and(page.getByLabel("Break down by")).fill("plan");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add a filter" }).click();
  await page.locator("input[aria-label='Filters 1: property']").fill("country");
  await page.locator("input[aria-label='Filters 1: value']").fill("DE");
  await page.keyboard.press("Enter");
  await page.getByText("Table", { exact: true }).click();
  await expect(page).toHaveURL(/country/);
  await expect(page).toHaveURL(/view=table/);
  await expect(page.getByTestId("answer").getByRole("columnheader", { name: "plan" })).toBeVisible();

  const other = await browser.newPage();
  await open(other, demo, page.url().slice(demo.url.length));
  await expect(other.getByTestId("answer").getByRole("columnheader", { name: "plan" })).toBeVisible();
  await expect(other.locator("input[aria-label='Filters 1: property']")).toHaveValue("country");
  await expect(other.getByText("DE", { exact: true }).first()).toBeVisible();
  await other.close();
});

test("a series that is switched off stays off in the link, and Back switches it on", async ({
  page,
  demo,
}) => {
  const question = { kind: "trend", by: ["plan"], every: "hour", from: FROM, to: TO };
  await open(page, demo, addressOf("/explore", { q: JSON.stringify(question) }));
  const free = page.getByTestId("series").getByLabel("free");
  await free.uncheck();
  await expect(page).toHaveURL(/off=/);
  await page.goBack();
  await expect(free).toBeChecked();
});

test("dragging across the chart asks for that range", async ({ page, demo }) => {
  const question = { kind: "trend", from: FROM, to: TO };
  await open(page, demo, addressOf("/explore", { q: JSON.stringify(question) }));
  const canvas = page.locator("[data-ready=true] canvas");
  await expect(canvas).toBeVisible();
  await expect(page.getByTestId("series").getByRole("row")).toHaveCount(2);
  const box = await canvas.boundingBox();
  if (box === null) {
    throw new Error("no chart");
  }
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 6 });
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await expect(page.getByRole("button", { name: "Back to the whole range" })).toBeVisible();
});

test("CSV and PNG are downloaded, JSON and curl are copied", async ({ page, demo, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(
    page,
    demo,
    addressOf("/explore", { q: JSON.stringify({ kind: "trend", by: ["plan"], from: FROM, to: TO }) }),
  );
  await expect(page.locator("[data-ready=true] canvas")).toBeVisible();
  for (const [item, name] of [
    ["Answer as CSV", "millrace.csv"],
    ["Chart as PNG", "millrace.png"],
  ] as const) {
    await page.getByRole("button", { name: "Share" }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: item }).click(),
    ]);
    expect(file.suggestedFilename()).toBe(name);
  }
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("menuitem", { name: "Question as curl" }).click();
  const curl = await page.evaluate(() => navigator.clipboard.readText());
  expect(curl).toContain("/v1/query");
  expect(curl).not.toContain("test-admin-key");
});

test("a person's timeline has their newest events", async ({ page, demo }) => {
  const { rows } = await demo.ask({
    kind: "trend",
    by: ["user"],
    every: "none",
    limit: 1,
    from: FROM,
    to: TO,
  });
  const user = String(rows.find(([name]) => name !== "other")?.[0]);
  await open(page, demo, `/people?person=${user}`);
  await expect(page.getByRole("heading", { name: user })).toBeVisible();
  await expect(
    page
      .getByTestId("timeline")
      .getByText(/feature_used|page_viewed/)
      .first(),
  ).toBeVisible();
});
