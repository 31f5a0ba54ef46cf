import { expect, test } from "./fixtures";
import { ADMIN_KEY, READ_KEY, Server, WRITE_KEY } from "./server";

test("signing in takes a key that may read, and says what is wrong with any other", async ({
  page,
  demo,
}) => {
  await page.goto(`${demo.url}/explore`);
  const key = page.getByLabel("Key", { exact: true });
  await key.fill("nonsense");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This key is not known" })).toBeVisible();
  await key.fill(WRITE_KEY);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This is a write key")).toBeVisible();
  await key.fill(READ_KEY);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Explore" })).toBeVisible();
  expect(page.url()).not.toContain(READ_KEY);
});

test("a key behind the # is taken out of the address at once", async ({ page, demo }) => {
  await page.goto(`${demo.url}/#key=${ADMIN_KEY}`);
  await expect(page.getByTestId("rate")).toBeVisible();
  expect(page.url()).not.toContain(ADMIN_KEY);
  await page.reload();
  await expect(page.getByTestId("rate")).toBeVisible();
});

test("the page says when it is stale, comes back with the server, and signs out when its key is gone", async ({
  page,
}) => {
  const server = await Server.empty();
  try {
    await server.send([{ event: "a", user: "ada" }]);
    await page.goto(`${server.url}/#key=${READ_KEY}`);
    await expect(page.getByText("Live", { exact: true }).last()).toBeVisible();
    await expect(page.getByTestId("newest").getByText("ada")).toBeVisible();
    await server.stop();
    await expect(page.getByText(/^Reconnecting, as of/)).toBeVisible();
    await expect(page.getByTestId("newest").getByText("ada")).toBeVisible();
    await server.start();
    await server.send([{ event: "b", user: "bob" }]);
    await expect(page.getByTestId("newest").getByText("bob")).toBeVisible();
    await expect(page.getByText(/^Reconnecting, as of/)).toBeHidden();
    await server.stop();
    await server.start("another-read-key");
    await expect(page.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();
    await expect(page.getByText("This key is not known")).toBeVisible();
  } finally {
    await server.close();
  }
});

test("a question that fails is told in words, and can be asked again", async ({ page, demo }) => {
  await page.goto(`${demo.url}/#key=${READ_KEY}`);
  await page.goto(`${demo.url}/explore?q=${encodeURIComponent('{"kind":"trend","from":"yesterday"}')}`);
  const alert = page.getByRole("alert").filter({ has: page.getByRole("button", { name: "Try again" }) });
  await expect(alert).toBeVisible();
  await expect(alert).not.toContainText("{");
  await page.route("**/v1/query", (route) =>
    route.fulfill({
      status: 503,
      contentType: "application/problem+json",
      body: JSON.stringify({
        code: "query_overloaded",
        detail: "too many questions run already",
        hint: "ask again",
      }),
    }),
  );
  await page.goto(`${demo.url}/explore`);
  await expect(page.getByText("Too many questions run already.")).toBeVisible();
  await page.unroute("**/v1/query");
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator("[data-ready=true] canvas")).toBeVisible();
});

test("an empty project says how to send the first event, and Connect sees it arrive", async ({ page }) => {
  const server = await Server.empty();
  try {
    await page.goto(`${server.url}/#key=${ADMIN_KEY}`);
    await page.getByRole("link", { name: "Send the first event" }).click();
    await expect(page.getByText("Waiting for an event")).toBeVisible();
    await server.send([{ event: "hello", user: "ada", properties: { a: 1 } }]);
    await expect(page.getByText("hello by ada")).toBeVisible();
  } finally {
    await server.close();
  }
});

test("Pipeline shows what was refused, with what was sent", async ({ page, demo }) => {
  await fetch(`${demo.url}/v1/events`, {
    method: "POST",
    headers: { authorization: `Bearer ${WRITE_KEY}` },
    body: '{"user":"nobody","note":"event is missing"}',
  });
  await page.goto(`${demo.url}/#key=${READ_KEY}`);
  await page.getByRole("link", { name: "Pipeline", exact: true }).click();
  await expect(page.getByTestId("verdict").getByText("Healthy")).toBeVisible();
  await page
    .getByRole("button", { name: /missing_field/ })
    .first()
    .click();
  await expect(page.getByText('"note":"event is missing"').first()).toBeVisible();
});
