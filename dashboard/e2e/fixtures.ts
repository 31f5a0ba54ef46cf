import { type BrowserContext, test as base, expect, type Locator, type Page } from "@playwright/test";
import { VISITOR } from "../playwright.config";
import { history, visitsFrom } from "./population";
import { ADMIN_KEY, Server } from "./server";

/** How often somebody visits while the suite runs, so that live pages move. */
const VISIT_EACH_MS = 500;

interface Each {
  /** What the page complains about and should not: errors, and what the policy has forbidden. */
  complaints: string[];
  /** A browser of somebody who has never been here. */
  stranger: Page;
}

interface Shared {
  /** A server with two weeks of a small company, whose people go on. All tests ask it, none changes what was. */
  demo: Server;
  /** Who looks at it with the admin key. Kept for all tests, since a browser too loads its scripts once. */
  visitor: BrowserContext;
}

function listen(page: Page): string[] {
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

export const test = base.extend<Each, Shared>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the parameter
    async ({}, use) => {
      const server = await Server.begin();
      await server.send(history(Date.now()));
      const visit = visitsFrom(7);
      const going = setInterval(() => void server.post(visit(Date.now())).catch(() => {}), VISIT_EACH_MS);
      await use(server);
      clearInterval(going);
      await server.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  visitor: [
    async ({ browser }, use) => {
      const context = await browser.newContext(VISITOR);
      await context.addInitScript((key) => sessionStorage.setItem("millrace-key", key), ADMIN_KEY);
      await use(context);
      await context.close();
    },
    { scope: "worker" },
  ],
  // A tab of its own for each test: what a page keeps, it keeps in its tab.
  page: async ({ visitor }, use) => {
    const page = await visitor.newPage();
    await use(page);
    await page.close();
  },
  complaints: [
    async ({ page }, use) => {
      const complaints = listen(page);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
  stranger: async ({ browser }, use) => {
    const page = await browser.newPage(VISITOR);
    const complaints = listen(page);
    await use(page);
    expect(complaints).toEqual([]);
    await page.close();
  },
});

export { expect };

/** A number as the pages write it for this visitor. */
export const shown = (value: unknown): string =>
  new Intl.NumberFormat(VISITOR.locale, { maximumFractionDigits: 0 }).format(Number(value));

/** The canvas of the page's chart, when it is drawn. */
export const chartOf = (page: Page): Locator => page.locator("[data-ready=true] canvas").first();

/** A range that is over, so that its numbers stay as they are. */
const hour = 3_600_000;
const moment = (hoursAgo: number) =>
  new Date(Date.now() - hoursAgo * hour).toISOString().replace(/\.\d+/, "");
export const OVER = { from: moment(7 * 24), to: moment(2) };
