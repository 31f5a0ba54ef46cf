/**
 * Takes the pictures of docs/screenshots: node scripts/screenshots.mjs URL KEY FOLDER [WIDTHxHEIGHT] [NAME,NAME…]
 *
 * Every page, or those named, in both themes, after it has run for some seconds in real time. The server should have some weeks of data
 * and live traffic, and a board.
 */
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";

const [url, key, folder, size = "1440x900", names] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: node scripts/screenshots.mjs URL KEY FOLDER [WIDTHxHEIGHT] [NAME,NAME…]");
  process.exit(2);
}
const [width, height] = size.split("x").map(Number);

const question = (of) => `q=${encodeURIComponent(JSON.stringify(of))}`;

const PAGES = [
  ["live", "/", 12_000],
  [
    "explore",
    `/explore?${question({ kind: "trend", events: ["feature_used"], measures: ["count"], by: ["plan"], every: "day", from: "-21d", to: "today" })}&view=area`,
    4_000,
  ],
  [
    "funnels",
    `/funnels?${question({ kind: "funnel", steps: ["signed_up", "page_viewed", "feature_used", "purchase"], within: "7d", from: "-21d" })}`,
    4_000,
  ],
  [
    "retention",
    `/retention?${question({ kind: "retention", every: "day", first: "signed_up", return: "page_viewed", periods: 10, from: "-14d", to: "today" })}`,
    4_000,
  ],
  ["paths", `/paths?${question({ kind: "paths", steps: 4, within: "30m", limit: 40, from: "-7d" })}`, 4_000],
  [
    "lifecycle",
    `/lifecycle?${question({ kind: "lifecycle", every: "day", from: "-20d", to: "today" })}`,
    4_000,
  ],
  ["people", "/people", 3_000],
  ["pipeline", "/pipeline", 30_000],
  ["connect", "/connect", 3_000],
  ["sign-in", "/", 1_500],
];

async function boards() {
  const response = await fetch(`${url}/v1/boards`, { headers: { authorization: `Bearer ${key}` } });
  return (await response.json()).boards;
}

const [board] = await boards();
if (board !== undefined) {
  PAGES.splice(
    1,
    0,
    ["board", `/boards?board=${board.id}`, 5_000],
    ["wall", `/boards?board=${board.id}&wall=1`, 5_000],
  );
}
const wanted = PAGES.filter(([name]) => names === undefined || names.split(",").includes(name));

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
for (const theme of ["light", "dark"]) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    locale: "en-GB",
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => console.error(`${page.url()}: ${error.message}`));
  await page.goto(`${url}/#key=${key}`);
  await page.waitForFunction(() => sessionStorage.getItem("millrace-key") !== null);
  for (const [name, path, wait] of wanted) {
    if (name === "sign-in") {
      await page.evaluate(() => sessionStorage.clear());
    }
    await page.goto(url + path);
    if (name === "people" && width > 800) {
      await page.getByTestId("people").getByRole("button").nth(2).click();
    }
    await page.waitForTimeout(wait);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (overflow > 0) {
      console.error(`${path} is ${overflow} pixels too wide`);
    }
    await page.screenshot({ path: `${folder}/${name}-${theme}.png` });
  }
  await context.close();
}
await browser.close();
