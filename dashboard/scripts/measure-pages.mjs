/**
 * What benchmarks/README.md says of the pages: node scripts/measure-pages.mjs URL KEY [ROUNDS]
 *
 * Paint: the Live page opened by somebody who has never been here and by somebody who has, until the first words and
 * until the first figures. Points: a line of 50,000 points in Explore, from its answer to its last drawn frame, and
 * the frames while the pointer moves over it. The answer is made here, so that only the page is measured.
 */
import { chromium } from "@playwright/test";

const [url, key, rounds = "7"] = process.argv.slice(2);
if (key === undefined) {
  console.error("usage: node scripts/measure-pages.mjs URL KEY [ROUNDS]");
  process.exit(2);
}

const POINTS = 50_000;
const SERIES = 5;
const POINTER_STEPS = 120;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});

const sorted = (values) => [...values].sort((a, b) => a - b);
const middle = (values) => sorted(values)[Math.floor(values.length / 2)] ?? 0;
const most = (values) => Math.max(0, ...values);
const ms = (value) => `${Math.round(value)} ms`;

async function signedIn() {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await context.addInitScript((secret) => sessionStorage.setItem("millrace-key", secret), key);
  return context;
}

/** Milliseconds from the start of the navigation. */
async function opened(context) {
  const page = await context.newPage();
  await page.goto(url);
  await page.getByTestId("rate").waitFor();
  const figures = await page.evaluate(() => performance.now());
  const words = await page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  );
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry.initiatorType === "script" || entry.name.endsWith(".js"))
      .reduce((sum, entry) => sum + entry.encodedBodySize, 0),
  );
  await page.close();
  return { words, figures, scripts };
}

async function paint() {
  const first = [];
  const again = [];
  for (let round = 0; round < Number(rounds); round++) {
    const context = await signedIn();
    first.push(await opened(context));
    again.push(await opened(context));
    await context.close();
  }
  for (const [name, runs] of [
    ["first visit", first],
    ["later visit", again],
  ]) {
    const words = runs.map((run) => run.words);
    const figures = runs.map((run) => run.figures);
    console.log(
      `${name}: first paint ${ms(middle(words))} (at most ${ms(most(words))}), ` +
        `first figures ${ms(middle(figures))} (at most ${ms(most(figures))})`,
    );
  }
  console.log(`compressed script of the first page: ${(first[0].scripts / 1000).toFixed(1)} kB`);
}

function manyPoints() {
  const start = Date.parse("2026-01-01T00:00:00Z");
  const rows = [];
  for (let at = 0; at < POINTS / SERIES; at++) {
    const time = new Date(start + at * 60_000).toISOString().replace(".000Z", "Z");
    for (let series = 0; series < SERIES; series++) {
      rows.push([
        time,
        `plan-${series}`,
        Math.round(500 + 300 * Math.sin(at / 300 + series) + Math.random() * 99),
      ]);
    }
  }
  const meta = {
    from: rows[0][0],
    to: rows.at(-1)[0],
    timezone: "UTC",
    source: "events",
    rows_scanned: POINTS,
  };
  return JSON.stringify({ columns: ["time", "plan", "count"], rows, meta: { ...meta, elapsed_ms: 1 } });
}

async function points() {
  const context = await signedIn();
  const body = manyPoints();
  await context.route("**/v1/query", (route) => route.fulfill({ contentType: "application/json", body }));
  const page = await context.newPage();
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      globalThis.longTasks.push(
        ...list.getEntries().map(({ startTime, duration }) => ({ startTime, duration })),
      );
    }).observe({ type: "longtask", buffered: true });
  });
  const question = { kind: "trend", by: ["plan"], every: "minute", from: "2026-01-01", to: "2026-01-08" };
  await page.goto(`${url}/explore?q=${encodeURIComponent(JSON.stringify(question))}`);
  await page.getByTestId("series").getByRole("row").nth(SERIES).waitFor();
  const canvas = page.locator("[data-ready=true] canvas").first();
  await canvas.waitFor();
  const drawn = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const answered = performance
          .getEntriesByType("resource")
          .find((entry) => entry.name.endsWith("/v1/query"));
        const settle = () =>
          requestIdleCallback(() => {
            const tasks = globalThis.longTasks.filter((task) => task.startTime > answered.responseEnd - 1);
            const end = Math.max(
              answered.responseEnd,
              ...tasks.map((task) => task.startTime + task.duration),
            );
            resolve({
              ms: end - answered.responseEnd,
              longest: Math.max(0, ...tasks.map((task) => task.duration)),
            });
          });
        setTimeout(settle, 2_000);
      }),
  );
  console.log(
    `${POINTS} points: drawn ${ms(drawn.ms)} after their answer, longest task ${ms(drawn.longest)}`,
  );

  const box = await canvas.boundingBox();
  await page.evaluate(() => {
    globalThis.frames = [];
    let last = performance.now();
    const frame = (now) => {
      globalThis.frames.push(now - last);
      last = now;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  for (let step = 0; step < POINTER_STEPS; step++) {
    await page.mouse.move(box.x + 60 + ((box.width - 80) * step) / POINTER_STEPS, box.y + box.height / 2);
  }
  const frames = await page.evaluate(() => globalThis.frames.slice(1));
  const late = sorted(frames)[Math.floor(frames.length * 0.95)] ?? 0;
  console.log(
    `pointer over them: frames ${ms(middle(frames))}, p95 ${ms(late)}, at most ${ms(most(frames))}`,
  );
  await context.close();
}

await paint();
await points();
await browser.close();
