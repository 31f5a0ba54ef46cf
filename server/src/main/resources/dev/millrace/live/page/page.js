/** The page: asks its questions in one stream and shows each answer as it comes. */

import { TimeChart } from "./charts.js";
import { follow } from "./stream.js";

const KEY = "millrace-read-key";
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** Without news for so long, what is shown is called old: the pipeline's state comes each second. */
const STALE_MS = 5_000;

/** What is asked, and who shows the answer; the stream names answers by their place here. */
const QUESTIONS = [
  [{ every: "second", from: "-2m" }, showRate],
  [{ measures: ["uniques"], every: "none", from: "-5m" }, showActive],
  [{ measures: ["count", "uniques"], every: "none", from: "today", timezone: ZONE }, showToday],
  [
    {
      measures: ["count", "uniques"],
      where: [{ property: "feature", op: "set" }],
      by: ["feature"], limit: 8, every: "none", from: "-1h",
    },
    (answer) => showRanking("features", answer),
  ],
  [{ every: "15m", from: "-24h", timezone: ZONE }, showDay],
  [
    { measures: ["count", "uniques"], by: ["name"], limit: 8, every: "none", from: "-1h" },
    (answer) => showRanking("names", answer),
  ],
];

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumSignificantDigits: 4 });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const minutes = new Intl.DateTimeFormat(undefined, { timeStyle: "short" });
const date = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });

const at = (id) => document.getElementById(id);
const text = (id, value) => {
  const element = at(id);
  if (element.textContent !== value) {
    element.textContent = value;
  }
};

/** A number that fits into a tile. */
const large = (value) => (value < 1e7 ? whole : compact).format(value);

let stop = () => {};
let charts;
let newsAt = 0;
let lost = "";
const problems = new Map();
const totals = { day: null, today: null };

// showing answers

/** The numbers below a column's name, in order. */
function column({ columns, rows }, name) {
  const index = columns.indexOf(name);
  return rows.map((row) => row[index]);
}

const seconds = (answer) => column(answer, "time").map((time) => Date.parse(time) / 1000);

function showRate(answer) {
  // The first second is cut off by the range; the last is not over, and of the one before some
  // events may still be on their way.
  const times = seconds(answer).slice(1, -2);
  const counts = column(answer, "count").slice(1, -2);
  charts.rate.show(times, counts);
  const recent = counts.slice(-5);
  const mean = recent.reduce((sum, count) => sum + count, 0) / Math.max(1, recent.length);
  text("rate-now", mean < 100 ? short.format(mean) : whole.format(mean));
}

function showActive(answer) {
  text("active-now", large(answer.rows[0]?.[0] ?? 0));
}

function showToday(answer) {
  totals.today = column(answer, "count")[0] ?? 0;
  text("events-today", large(totals.today));
  text("people-today", large(column(answer, "uniques")[0] ?? 0));
  text("today-date", date.format(new Date()));
  welcome();
}

function showDay(answer) {
  const counts = column(answer, "count");
  charts.day.show(seconds(answer).slice(1), counts.slice(1));
  totals.day = counts.reduce((sum, count) => sum + count, 0);
  welcome();
}

function showRanking(id, answer) {
  const named = answer.columns[0];
  const rows = answer.rows.map((_, index) => ({
    name: column(answer, named)[index],
    count: column(answer, "count")[index],
    people: column(answer, "uniques")[index],
  }));
  const most = Math.max(1, ...rows.map((row) => row.count));
  const body = at(id);
  rows.forEach((row, index) => fill(body.rows[index] ?? newRow(body), row, most));
  while (body.rows.length > rows.length) {
    body.deleteRow(-1);
  }
  at(`${id}-empty`).hidden = rows.length > 0;
  body.parentElement.hidden = rows.length === 0;
}

function newRow(body) {
  const row = body.insertRow();
  const meter = document.createElement("span");
  meter.className = "meter";
  meter.append(document.createElement("span"));
  row.insertCell().append(meter);
  row.insertCell();
  row.insertCell();
  return row;
}

function fill(row, { name, count, people }, most) {
  const meter = row.cells[0].firstChild;
  meter.firstChild.textContent = name ?? "not set";
  meter.title = name ?? "not set";
  meter.style.setProperty("--share", `${((100 * count) / most).toFixed(1)}%`);
  row.cells[1].textContent = whole.format(count);
  row.cells[2].textContent = whole.format(people);
  row.classList.toggle("rest", name === "other");
}

function showStatus(status) {
  const lag = status.lag?.seconds;
  if (typeof lag === "number") {
    text("lag", lag < 1 ? `${whole.format(lag * 1000)} ms` : `${short.format(lag)} s`);
  }
  if (typeof status.lag?.events === "number") {
    text("lag-events", `${whole.format(status.lag.events)} events behind the log`);
  }
  const stages = at("stages");
  const names = Object.keys(status.stages ?? {});
  names.forEach((name, index) => showStage(stages, index, name, status.stages[name]));
  stages.closest("section").hidden = names.length === 0;
  problems.delete("status");
  showProblems(status.problems ?? []);
}

function showStage(list, index, name, stage) {
  let item = list.children[index];
  if (!item) {
    item = document.createElement("li");
    item.append(...["b", "span", "span"].map((tag) => document.createElement(tag)));
    item.lastChild.className = "refused";
    list.append(item);
  }
  const refused = Object.values(stage.refused ?? {}).reduce((sum, count) => sum + count, 0);
  item.children[0].textContent = name[0].toUpperCase() + name.slice(1);
  item.children[1].textContent = `${short.format(stage.per_second_1m ?? 0)} / s`;
  item.children[2].textContent = refused > 0 ? `${whole.format(refused)} refused` : "";
}

let noticed = "";
function showProblems(ofPipeline) {
  const all = [
    ...ofPipeline.map(({ stage, problem, hint }) => [`${stage}: ${problem}`, hint]),
    ...[...problems.values()].map(({ detail, hint }) => [`Some answers are missing: ${detail}`, hint]),
  ];
  // Several questions fail for the same reason; it is said once, and not again while it lasts.
  const distinct = [...new Map(all).entries()];
  const said = JSON.stringify(distinct);
  if (said === noticed) {
    return;
  }
  noticed = said;
  at("notices").replaceChildren(...distinct.map(([what, hint]) => {
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = what;
    if (hint) {
      const small = document.createElement("small");
      small.textContent = hint;
      notice.append(small);
    }
    return notice;
  }));
}

function welcome() {
  const nothing = totals.day === 0 && totals.today === 0;
  at("welcome").hidden = !nothing;
}

// the stream

function onEvent(name, data) {
  newsAt = Date.now();
  lost = "";
  if (name === "status") {
    showStatus(data);
  } else if (name.startsWith("problem.")) {
    problems.set(name.slice("problem.".length), data);
    showProblems([]);
  } else {
    problems.delete(name);
    QUESTIONS[Number(name)]?.[1](data);
  }
  showConnection();
}

function showConnection() {
  const root = document.documentElement;
  if (root.dataset.state === "signed-out") {
    return;
  }
  const age = Date.now() - newsAt;
  if (newsAt === 0) {
    text("connection-text", lost === "" ? "Connecting" : `${lost}, trying again`);
    root.dataset.state = lost === "" ? "loading" : "stale";
  } else if (lost !== "" || age > STALE_MS) {
    text("connection-text", `${lost === "" ? "No news" : "Reconnecting"}, as of ${clock.format(newsAt)}`);
    root.dataset.state = "stale";
  } else {
    text("connection-text", "Live");
    root.dataset.state = "live";
  }
}

function start(key) {
  document.documentElement.dataset.state = "loading";
  charts ??= {
    rate: new TimeChart(at("rate-chart"), {
      label: "Events a second over the last 2 minutes",
      times: (time) => clock.format(time * 1000),
      reading: reading("rate-reading", clock, "last 2 minutes"),
    }),
    day: new TimeChart(at("day-chart"), {
      label: "Events by quarter of an hour over the last 24 hours",
      bars: true,
      times: (time) => minutes.format(time * 1000),
      reading: reading("day-reading", minutes, "last 24 hours"),
    }),
  };
  const query = new URLSearchParams(QUESTIONS.map(([question]) => ["q", JSON.stringify(question)]));
  query.set("status", "");
  stop();
  stop = follow(`/v1/live?${query}`, key, {
    open: () => showConnection(),
    event: onEvent,
    lost: (reason) => {
      lost = reason;
      showConnection();
    },
    refused: (problem) => signOut(problem.detail ?? "This key is not accepted."),
  });
}

function reading(id, format, otherwise) {
  return (time, value) =>
    text(id, time === undefined ? otherwise : `${format.format(time * 1000)} · ${whole.format(value)}`);
}

// the key

function signOut(why) {
  stop();
  sessionStorage.removeItem(KEY);
  newsAt = 0;
  lost = "";
  document.documentElement.dataset.state = "signed-out";
  text("key-error", why);
  at("key").value = "";
  at("key").focus();
}

function keyOfAddress() {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key) {
    sessionStorage.setItem(KEY, key);
    history.replaceState(null, "", location.pathname + location.search);
  }
  return key;
}

at("sign-in-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const key = at("key").value.trim();
  text("key-error", "");
  sessionStorage.setItem(KEY, key);
  start(key);
});
at("sign-out").addEventListener("click", () => signOut(""));
addEventListener("hashchange", () => {
  const key = keyOfAddress();
  if (key) {
    start(key);
  }
});

text("welcome-command", `curl ${location.origin}/v1/events -H 'Authorization: Bearer WRITE_KEY' \\
  -d '{"event":"feature_used","user":"ada","properties":{"feature":"search"}}'`);
setInterval(showConnection, 1_000);
const key = keyOfAddress() ?? sessionStorage.getItem(KEY);
if (key) {
  start(key);
} else {
  signOut("");
}
