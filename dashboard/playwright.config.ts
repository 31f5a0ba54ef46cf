import { defineConfig } from "@playwright/test";

/** Who looks at the pages. */
export const VISITOR = {
  locale: "en-GB",
  timezoneId: "Europe/Berlin",
  viewport: { width: 1440, height: 900 },
  reducedMotion: "reduce",
} as const;

/** Pages in a real browser, against the program that the build has just made. */
export default defineConfig({
  testDir: "e2e",
  timeout: 60_000,
  expect: { timeout: 20_000 },
  // One after the other: they share a server, and two cores with it.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: 0,
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
