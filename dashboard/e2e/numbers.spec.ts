import { addressOf } from "../src/question/address";
import { chartOf, expect, OVER, shown, test } from "./fixtures";
import { ADMIN_KEY } from "./server";

const explore = (question: object, view?: string) =>
  addressOf("/explore", { q: JSON.stringify({ kind: "trend", ...OVER, ...question }), view });

test("Explore shows the numbers that the API answers", async ({ page, demo }) => {
  const question = { kind: "trend", measures: ["count", "uniques"], by: ["plan"], every: "none", ...OVER };
  const { rows } = await demo.ask(question);
  expect(rows.length).toBeGreaterThan(2);
  await page.goto(demo.url + explore(question, "table"));
  const table = page.getByTestId("answer");
  for (const [plan, count, people] of rows) {
    const row = table.getByRole("row").filter({ hasText: String(plan) });
    await expect(row.getByRole("cell").nth(1)).toHaveText(shown(count));
    await expect(row.getByRole("cell").nth(2)).toHaveText(shown(people));
  }
});

// A step within the hour of one that is over two hours old: what happens meanwhile changes nothing.
test("Funnels shows the numbers that the API answers", async ({ page, demo }) => {
  const question = {
    kind: "funnel",
    steps: ["signed_up", "feature_used", "purchase"],
    within: "1h",
    ...OVER,
  };
  const { columns, rows } = await demo.ask(question);
  const people = columns.indexOf("people");
  await page.goto(demo.url + addressOf("/funnels", { q: JSON.stringify(question) }));
  const lines = page.getByTestId("steps").getByRole("row");
  await expect(lines).toHaveCount(1 + question.steps.length);
  for (const [index, name] of question.steps.entries()) {
    const cells = lines.nth(index + 1).getByRole("cell");
    await expect(cells.first()).toContainText(name);
    await expect(cells.nth(1)).toHaveText(shown(rows[index]?.[people]));
  }
});

test("People shows whom the API lists, and what one of them did", async ({ page, demo }) => {
  const { columns, rows } = await demo.ask({ kind: "users", sort: "user", order: "asc", limit: 20 });
  const [name] = rows[0] ?? [];
  const { events } = await demo.call<{ events: { name: string }[] }>(
    "GET",
    `/v1/users/${name}/events?limit=3`,
  );
  await page.goto(demo.url + addressOf("/people", { sort: "user" }));
  const lines = page.getByTestId("people").getByRole("row");
  for (const [index, row] of rows.slice(0, 5).entries()) {
    await expect(lines.nth(index + 1)).toContainText(String(row[columns.indexOf("user")]));
  }
  await page.getByRole("button", { name: String(name), exact: true }).click();
  await expect(page.getByRole("heading", { name: String(name) })).toBeVisible();
  await expect(page.getByTestId("timeline").getByText(String(events[0]?.name)).first()).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`person=${name}`));
});

test("a link reproduces a question that was built by clicking", async ({ page, demo, visitor }) => {
  await page.goto(`${demo.url}/explore`);
  await expect(chartOf(page)).toBeVisible();
  await page.getByLabel("Break down by").and(page.locator("input")).fill("plan");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add a filter" }).click();
  await page.getByLabel("Filters 1: property").and(page.locator("input")).fill("country");
  await page.getByLabel("Filters 1: value").and(page.locator("input")).fill("DE");
  await page.keyboard.press("Enter");
  await page.getByText("Table", { exact: true }).click();
  await expect(page).toHaveURL(/country/);
  await expect(page).toHaveURL(/view=table/);
  await expect(page.getByTestId("answer").getByRole("columnheader", { name: "plan" })).toBeVisible();

  const other = await visitor.newPage();
  await other.goto(page.url());
  await expect(other.getByTestId("answer").getByRole("columnheader", { name: "plan" })).toBeVisible();
  await expect(other.getByLabel("Filters 1: property").and(other.locator("input"))).toHaveValue("country");
  await expect(other.getByText("DE", { exact: true }).first()).toBeVisible();
  await other.close();
});

test("a series that is switched off stays off in the link, and Back switches it on", async ({
  page,
  demo,
}) => {
  await page.goto(demo.url + explore({ by: ["plan"], every: "day" }));
  const free = page.getByTestId("series").getByLabel("free");
  await free.uncheck();
  await expect(page).toHaveURL(/off=/);
  await page.goBack();
  await expect(free).toBeChecked();
});

test("dragging across the chart asks for that range", async ({ page, demo }) => {
  await page.goto(demo.url + explore({}));
  await expect(page.getByTestId("series").getByRole("row")).toHaveCount(2);
  const box = await chartOf(page).boundingBox();
  if (box === null) {
    throw new Error("no chart");
  }
  const across = (part: number) => [box.x + box.width * part, box.y + box.height / 2] as const;
  await page.mouse.move(...across(0.4));
  await page.mouse.down();
  await page.mouse.move(...across(0.5), { steps: 6 });
  await page.mouse.move(...across(0.6), { steps: 6 });
  await page.mouse.up();
  await expect(page.getByRole("button", { name: "Back to the whole range" })).toBeVisible();
  const asked = JSON.parse(new URL(page.url()).searchParams.get("q") ?? "{}");
  expect(Date.parse(asked.from)).toBeGreaterThan(Date.parse(OVER.from));
  expect(Date.parse(asked.to)).toBeLessThan(Date.parse(OVER.to));
});

test("CSV and PNG are downloaded, JSON and curl are copied", async ({ page, demo, visitor }) => {
  await visitor.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(demo.url + explore({ by: ["plan"] }));
  await expect(chartOf(page)).toBeVisible();
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
  for (const [item, part] of [
    ["Question as curl", "/v1/query"],
    ["Question as JSON", '"by"'],
  ] as const) {
    await page.getByRole("button", { name: "Share" }).click();
    await page.getByRole("menuitem", { name: item }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain(part);
    expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain(ADMIN_KEY);
  }
});
