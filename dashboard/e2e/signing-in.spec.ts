import { chartOf, expect, test } from "./fixtures";
import { ADMIN_KEY, READ_KEY, WRITE_KEY } from "./server";

test("signing in takes a key that may read, and says what is wrong with any other", async ({
  stranger,
  demo,
}) => {
  await stranger.goto(`${demo.url}/explore`);
  const key = stranger.getByLabel("Key", { exact: true });
  await key.fill("nonsense");
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger.getByRole("alert").filter({ hasText: "This key is not known" })).toBeVisible();
  await key.fill(WRITE_KEY);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger.getByText("This is a write key")).toBeVisible();
  await key.fill(READ_KEY);
  await key.press("Enter");
  await expect(stranger.getByRole("heading", { name: "Explore" })).toBeVisible();
  expect(stranger.url()).not.toContain(READ_KEY);
});

test("a key behind the # is taken out of the address at once, and signing out forgets it", async ({
  stranger,
  demo,
}) => {
  await stranger.goto(`${demo.url}/#key=${ADMIN_KEY}`);
  await expect(stranger.getByTestId("rate")).toBeVisible();
  expect(stranger.url()).not.toContain(ADMIN_KEY);
  await stranger.reload();
  await expect(stranger.getByTestId("rate")).toBeVisible();
  await stranger.getByRole("button", { name: "default admin key" }).click();
  await stranger.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(stranger.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();
  await stranger.reload();
  await expect(stranger.getByRole("heading", { name: "Sign in to Millrace" })).toBeVisible();
});

test("a question that fails is told in words, and can be asked again", async ({ page, demo }) => {
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
  await expect(chartOf(page)).toBeVisible();
});

test("Pipeline shows what was refused, with what was sent", async ({ page, demo }) => {
  await demo.post('{"user":"nobody","note":"event is missing"}');
  await page.goto(`${demo.url}/pipeline`);
  await expect(page.getByTestId("verdict").getByText("Healthy")).toBeVisible();
  await page
    .getByRole("button", { name: /missing_field/ })
    .first()
    .click();
  await expect(page.getByText('"note":"event is missing"').first()).toBeVisible();
});

test("the keyboard reaches pages, builders, menus and dialogs", async ({ page, demo }) => {
  await page.goto(demo.url);
  await expect(page.getByTestId("rate")).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByText("Skip to the content")).toBeFocused();
  const explore = page.getByRole("link", { name: "Explore" });
  for (const name of ["Live", "Boards", "Explore"]) {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name, exact: true }).first()).toBeFocused();
  }
  await expect(explore).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Explore" })).toBeVisible();
  await expect(chartOf(page)).toBeVisible();

  await page.getByRole("radio", { name: "Line" }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/view=area/);

  await page.getByRole("button", { name: "Share" }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeVisible();
  await page.waitForFunction(() => document.querySelector("[role=menu]")?.contains(document.activeElement));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Share" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Add to a board" }).press("Enter");
  await expect(page.getByLabel("Title of the tile")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByLabel("Title of the tile")).toBeHidden();
});
