import { expect, test } from "./fixtures";
import { ADMIN_KEY, READ_KEY, Server } from "./server";

// One server from its first event to its second start: these follow one another.
test.describe.configure({ mode: "serial" });

let server: Server;

test.beforeAll(async () => {
  server = await Server.begin();
});

test.afterAll(async () => {
  await server.close();
});

test("an empty project says on each page what will be there", async ({ page }) => {
  for (const [path, text] of [
    ["/boards", "No boards yet"],
    ["/explore", "Nothing matches"],
    ["/funnels", "Nothing matches"],
    ["/retention", "Nothing matches"],
    ["/paths", "Nothing matches"],
    ["/lifecycle", "Nothing matches"],
    ["/people", "Nobody yet"],
    ["/", "No events yet"],
  ] as const) {
    await page.goto(server.url + path);
    await expect(page.getByText(text), path).toBeVisible();
  }
  await page.getByRole("link", { name: "Send the first event" }).click();
  await expect(page.getByText("Waiting for an event")).toBeVisible();
  await server.send([{ event: "hello", user: "ada", properties: { a: 1 } }]);
  await expect(page.getByText("hello by ada")).toBeVisible();
});

test("Live counts what has come", async ({ page }) => {
  await page.goto(server.url);
  await expect(page.getByTestId("newest").getByText("ada")).toBeVisible();
  await server.send([
    { event: "hello", user: "bob" },
    { event: "hello", user: "bob" },
  ]);
  const { rows } = await server.ask({
    kind: "trend",
    measures: ["count", "uniques"],
    every: "none",
    from: "-1d",
  });
  expect(rows).toEqual([[3, 2]]);
  await expect(page.getByTestId("events-today")).toHaveText("3");
  await expect(page.getByTestId("people-today")).toHaveText("2");
  await expect(page.getByTestId("active")).toHaveText("2");
  await expect(page.getByTestId("top-events").getByRole("row").filter({ hasText: "hello" })).toContainText(
    "3",
  );
});

test("pages say when they are stale and come back with the server; one whose key is gone signs out", async ({
  page,
  stranger,
}) => {
  const reader = stranger;
  await reader.goto(`${server.url}/#key=${READ_KEY}`);
  await page.goto(`${server.url}/#key=${ADMIN_KEY}`);
  for (const each of [page, reader]) {
    await expect(each.getByRole("status").getByText("Live", { exact: true })).toBeVisible();
    await expect(each.getByTestId("newest").getByText("ada")).toBeVisible();
  }
  await server.stop();
  for (const each of [page, reader]) {
    await expect(each.getByText(/^Reconnecting, as of/)).toBeVisible();
    await expect(each.getByTestId("newest").getByText("ada")).toBeVisible();
  }
  await server.start("another-read-key");
  await server.send([{ event: "back", user: "eve" }]);
  await expect(page.getByTestId("newest").getByText("eve")).toBeVisible();
  await expect(page.getByText(/^Reconnecting, as of/)).toBeHidden();
  await expect(reader.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();
  await expect(reader.getByText("This key is not known")).toBeVisible();
});
