import { readFile } from "node:fs/promises";
import { expect, test } from "./fixtures";
import { Server } from "./server";

test("an admin takes out all that is kept of a person, and deletes it for good", async ({ page }) => {
  const server = await Server.begin();
  try {
    await server.send([
      { event: "hello", user: "ada", properties: { n: 1 } },
      { event: "bought", user: "ada", properties: { n: 2 } },
      { event: "hello", user: "bob" },
    ]);
    await page.goto(`${server.url}/people?person=ada`);
    await expect(page.getByTestId("timeline").getByText("bought")).toBeVisible();

    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    const file = await (await downloading).path();
    const lines = (await readFile(file, "utf8")).trim().split("\n");
    expect(lines).toHaveLength(3);
    expect(lines.join("\n")).toContain('"bought"');

    await page.getByRole("button", { name: "Delete", exact: true }).click();
    await page.getByRole("button", { name: "Delete for good" }).click();
    await expect(page.getByRole("row").filter({ hasText: "bob" })).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "ada" })).toHaveCount(0);
    const { rows } = await server.ask({ kind: "trend", every: "none", from: "-1d" });
    expect(rows).toEqual([[1]]);
  } finally {
    await server.close();
  }
});
