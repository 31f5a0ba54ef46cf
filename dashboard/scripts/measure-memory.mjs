/**
 * Whether the Live page grows: node scripts/measure-memory.mjs URL KEY [UPDATES] [UPDATES_A_SECOND]
 *
 * Stands between the page and a running server, and passes everything on but the stream: of that it takes the first
 * answers, and sends them again and again with other numbers and later times, faster than a server would. After each
 * tenth of the updates it has the browser collect its garbage, and prints what is left.
 */
import { createServer, request } from "node:http";
import { chromium } from "@playwright/test";

const [url, key, updates = "3600", pace = "20"] = process.argv.slice(2);
if (key === undefined) {
  console.error("usage: node scripts/measure-memory.mjs URL KEY [UPDATES] [UPDATES_A_SECOND]");
  process.exit(2);
}
const TENTHS = 10;

/** The events of the stream's first second, as name and data. */
async function firstEvents(path) {
  const stop = new AbortController();
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${key}`, accept: "text/event-stream" },
    signal: stop.signal,
  });
  const events = new Map();
  const decoder = new TextDecoder();
  let text = "";
  setTimeout(() => stop.abort(), 2_500);
  try {
    for await (const piece of response.body) {
      text += decoder.decode(piece, { stream: true });
    }
  } catch {
    // Ended by ourselves.
  }
  for (const block of text.split("\n\n")) {
    const name = /^event: ?(.*)$/m.exec(block)?.[1] ?? "message";
    const data = /^data: ?(.*)$/m.exec(block)?.[1];
    if (data !== undefined) {
      events.set(name, JSON.parse(data));
    }
  }
  return events;
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/** The same with times that are later by so much, and with numbers and ids that have changed a little. */
function later(value, seconds, name = "") {
  if (Array.isArray(value)) {
    return value.map((each) => later(each, seconds));
  }
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([property, each]) => [property, later(each, seconds, property)]),
    );
  }
  if (typeof value === "string") {
    if (name === "id") {
      return `${value} ${seconds}`;
    }
    return ISO.test(value) ? new Date(Date.parse(value) + seconds * 1000).toISOString() : value;
  }
  return typeof value === "number" && value > 1 ? Math.round(value * (0.9 + Math.random() * 0.2)) : value;
}

let sent = 0;
let failed = null;

async function stream(path, response) {
  const events = await firstEvents(path);
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const timer = setInterval(() => {
    if (sent >= Number(updates)) {
      clearInterval(timer);
      return;
    }
    sent += 1;
    for (const [name, data] of events) {
      response.write(`event: ${name}\ndata: ${JSON.stringify(later(data, sent))}\n\n`);
    }
  }, 1_000 / Number(pace));
  response.on("close", () => clearInterval(timer));
}

const between = createServer((incoming, response) => {
  if (incoming.url.startsWith("/v1/live")) {
    stream(incoming.url, response).catch((thrown) => {
      failed = thrown;
    });
    return;
  }
  const passed = request(
    url + incoming.url,
    { method: incoming.method, headers: incoming.headers },
    (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    },
  );
  incoming.pipe(passed);
});
await new Promise((resolve) => between.listen(0, "127.0.0.1", resolve));
const here = `http://127.0.0.1:${between.address().port}`;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript((secret) => sessionStorage.setItem("millrace-key", secret), key);
const devtools = await page.context().newCDPSession(page);
await devtools.send("Performance.enable");
await page.goto(here);
await page.getByTestId("rate").waitFor();

async function left() {
  await devtools.send("HeapProfiler.collectGarbage");
  const { metrics } = await devtools.send("Performance.getMetrics");
  const of = (name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
  return { heap: of("JSHeapUsedSize") / 1e6, nodes: of("Nodes"), listeners: of("JSEventListeners") };
}

for (let tenth = 1; tenth <= TENTHS; tenth++) {
  while (sent < (Number(updates) * tenth) / TENTHS) {
    if (failed !== null) {
      throw failed;
    }
    await page.waitForTimeout(250);
  }
  const { heap, nodes, listeners } = await left();
  console.log(`${sent} updates: ${heap.toFixed(1)} MB of heap, ${nodes} nodes, ${listeners} listeners`);
}
await browser.close();
between.closeAllConnections();
between.close();
