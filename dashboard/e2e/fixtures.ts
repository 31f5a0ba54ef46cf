import { test as base, expect, type Page } from "@playwright/test";
import { ADMIN_KEY, Server } from "./server";

/** Pages complain here about what they should not do: errors, and what the policy has forbidden. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    // An answer that is no 2xx is a line of the console too; pages are meant to handle those.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      complaints.push(message.text());
    }
  });
  return complaints;
}

interface Each {
  complaints: string[];
}

interface Shared {
  demo: Server;
}

export const test = base.extend<Each, Shared>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameter
    async ({}, use) => {
      const server = await Server.demo();
      await use(server);
      await server.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
  complaints: async ({ page }, use) => {
    const complaints = complaintsOf(page);
    await use(complaints);
    expect(complaints).toEqual([]);
  },
});

export { expect };

/** Opens a page as somebody who is signed in. */
export async function open(page: Page, server: Server, path: string, key: string = ADMIN_KEY): Promise<void> {
  await page.addInitScript((secret) => sessionStorage.setItem("millrace-key", secret), key);
  await page.goto(server.url + path);
}

/** A number as the pages write it for this visitor. */
export const shown = (value: unknown): string =>
  new Intl.NumberFormat("en-GB", { maximumFractionDigits: 0 }).format(Number(value));
