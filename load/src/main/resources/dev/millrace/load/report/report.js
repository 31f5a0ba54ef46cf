"use strict";
(() => {
  const report = JSON.parse(document.getElementById("data").textContent);
  const root = document.getElementById("report");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const charts = [];
  const font = 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif';
  const palette = () => dark.matches
    ? ["#5b9dff", "#ffb454", "#5fd39b", "#ff8a7a", "#c49bff", "#5ed4e0", "#f58ac6", "#b4c26a"]
    : ["#2563eb", "#d97706", "#138a5e", "#d1382b", "#7c4ddb", "#0e8fa0", "#c2307f", "#74831f"];
  const ink = () => dark.matches
    ? { text: "#c3cad6", quiet: "#93a0b4", line: "#2a3240", card: "#181e28" }
    : { text: "#364152", quiet: "#667085", line: "#e2e5ea", card: "#ffffff" };

  const number = (value, digits) => {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    const places = digits ?? (Math.abs(value) >= 100 || Number.isInteger(value) ? 0 : Math.abs(value) >= 10 ? 1 : 2);
    return value.toLocaleString("en-US", { maximumFractionDigits: places, minimumFractionDigits: 0 });
  };
  const short = value => {
    const size = Math.abs(value);
    if (size >= 1e9) return number(value / 1e9, 1) + "G";
    if (size >= 1e6) return number(value / 1e6, 1) + "M";
    if (size >= 1e4) return number(value / 1e3, 1) + "k";
    return number(value, size < 1 ? 3 : size < 10 ? 2 : 1);
  };
  const bytes = value => value >= 2 ** 30 ? number(value / 2 ** 30, 1) + " GiB" : number(value / 2 ** 20, 0) + " MiB";

  function element(parent, tag, attributes = {}, text) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  function table(parent, columns, rows) {
    const scroll = element(element(parent, "div", { class: "card" }), "div", { class: "scroll" });
    const made = element(scroll, "table");
    const head = element(element(made, "thead"), "tr");
    columns.forEach(column => element(head, "th", { class: column.kind ?? "number" }, column.title));
    const body = element(made, "tbody");
    rows.forEach(row => {
      const line = element(body, "tr");
      columns.forEach((column, at) => element(line, "td", { class: column.kind ?? "number" }, row[at]));
      const remark = row[columns.length];
      if (remark) {
        line.className = "remarked";
        element(element(body, "tr"), "td", { class: "remark", colspan: columns.length }, remark);
      }
    });
  }

  function badge(parent, good, yes, no) {
    element(parent, "span", { class: "badge " + (good ? "good" : "bad") }, good ? yes : no);
    parent.append(" ");
  }

  function card(parent, title, note, tall) {
    const made = element(parent, "div", { class: "card" });
    element(made, "h3", {}, title);
    if (note) element(made, "div", { class: "quiet small" }, note);
    return element(made, "div", { class: "chart" + (tall ? " tall" : "") });
  }

  function draw(place, option) {
    const chart = echarts.init(place, null, { renderer: "svg" });
    const redraw = () => chart.setOption(option(), true);
    redraw();
    charts.push({ chart, redraw });
  }

  const axisStyle = () => ({
    axisLine: { lineStyle: { color: ink().line } },
    axisTick: { show: false },
    axisLabel: { color: ink().quiet },
    splitLine: { lineStyle: { color: ink().line } },
  });

  /** Lines over the seconds of a run, its stages as bands behind them. */
  function lines(parent, run, title, series, { unit = short, log = false, note } = {}) {
    const shown = series.filter(one => one.points.some(point => point[1] > 0));
    if (shown.length === 0) return;
    const bands = [];
    run.stages.forEach(stage => {
      const seconds = run.seconds.filter(second => second.stage === stage.number);
      if (seconds.length === 0) return;
      const label = stage.measured ? `${stage.name === "step" || stage.name === "constant" ? "" : stage.name + " "}${short(stage.rate)}/s` : stage.name;
      bands.push([
        { name: label, xAxis: Math.max(0, seconds[0].at - 1), itemStyle: { opacity: stage.number % 2 ? .09 : .03 } },
        { xAxis: seconds[seconds.length - 1].at },
      ]);
    });
    const names = bands.length <= 7;
    draw(card(parent, title, note), () => ({
      color: palette(),
      animation: false,
      textStyle: { fontFamily: font },
      grid: { left: 62, right: 14, top: 34, bottom: shown.length > 1 ? 52 : 28 },
      legend: shown.length > 1 ? { bottom: 0, type: "scroll", textStyle: { color: ink().text }, itemWidth: 14, itemHeight: 3, icon: "rect", pageTextStyle: { color: ink().text } } : undefined,
      tooltip: {
        trigger: "axis", confine: true, order: "valueDesc", backgroundColor: ink().card, borderColor: ink().line, textStyle: { color: ink().text, fontSize: 12 },
        valueFormatter: value => value === null || value === undefined ? "–" : unit(value),
      },
      xAxis: { type: "value", min: 0, max: Math.ceil(run.seconds.at(-1).at), ...axisStyle(), splitLine: { show: false }, axisLabel: { color: ink().quiet, formatter: value => value + " s" } },
      yAxis: { type: log ? "log" : "value", min: log ? .1 : 0, ...axisStyle(), axisLabel: { color: ink().quiet, formatter: unit } },
      series: shown.map((one, at) => ({
        name: one.name, type: "line", showSymbol: false, sampling: "max", lineStyle: { width: one.quiet ? 1.2 : 1.8, type: one.quiet ? "dashed" : "solid" },
        data: one.points.map(point => log && !(point[1] > 0) ? [point[0], null] : point),
        markArea: at > 0 ? undefined : { silent: true, itemStyle: { color: dark.matches ? "#9fb3d1" : "#4b6a99" }, label: { show: names, color: ink().quiet, fontSize: 10.5, position: "top", distance: 4 }, data: bands },
      })),
    }));
  }

  const gauge = (run, name) => run.seconds.map(second => [second.at, second.gauges[name] ?? null]);
  const named = (run, pattern, label) => [...new Set(run.seconds.flatMap(second => Object.keys(second.gauges)))]
    .filter(name => pattern.test(name)).sort().map(name => ({ name: label(name), points: gauge(run, name) }));

  function timeline(parent, run) {
    const grid = element(parent, "div", { class: "grid" });
    const milliseconds = value => short(value) + " ms";
    lines(grid, run, "Rate, events a second", [
      { name: "due", quiet: true, points: run.seconds.map(second => [second.at, second.dueRate]) },
      { name: "acknowledged", points: run.seconds.map(second => [second.at, second.acknowledgedRate]) },
      { name: "refused or lost", points: run.seconds.map(second => [second.at, second.refusedRate]) },
    ]);
    lines(grid, run, "Acknowledgement, from the due time", ["max", "p99", "p90", "p50"].map(name =>
      ({ name, quiet: name === "max", points: run.seconds.map(second => [second.at, second.latency[name]]) })), { unit: milliseconds, log: true });
    lines(grid, run, "Lag: acknowledged, and in no answer yet", [{ name: "events", points: gauge(run, "lag.events") }]);
    lines(grid, run, "Questions, live updates, bystander", [
      { name: "questions p99", points: gauge(run, "queries.p99") },
      { name: "questions p50", quiet: true, points: gauge(run, "queries.p50") },
      { name: "age of live updates, from meta.to, p99", points: gauge(run, "live.p99") },
      { name: "bystander p99", points: gauge(run, "bystander.p99") },
      { name: "bystander p50", quiet: true, points: gauge(run, "bystander.p50") },
    ], { unit: milliseconds, log: true });
    lines(grid, run, "Processor, cores", [
      { name: "target", points: gauge(run, "cpu.target.cores") },
      { name: "generator", points: gauge(run, "cpu.generator.cores") },
      { name: "machine", quiet: true, points: gauge(run, "cpu.machine.cores") },
    ], { unit: value => number(value, 2) });
    lines(grid, run, "Memory", [
      { name: "resident", points: gauge(run, "memory.target.bytes") },
      { name: "heap", quiet: true, points: gauge(run, "memory.heap.bytes") },
    ], { unit: bytes });
    lines(grid, run, "Queue depths, of their limits",
      named(run, /^queue\./, name => name.slice("queue.".length)), { unit: value => number(value, 1) + " %" });
    lines(grid, run, "At the clients: requests under way, waiting to be sent again, due and not sent", [
      { name: "under way", points: gauge(run, "generator.busy.connections") },
      { name: "again", points: gauge(run, "generator.waiting.again.requests") },
      { name: "due, not sent", points: gauge(run, "generator.unsent.requests") },
    ]);
    lines(grid, run, "PostgreSQL: sessions that wait for a lock, threads that wait for a connection", [
      { name: "for a row's lock", points: gauge(run, "postgres.lock.waits") },
      { name: "for the pool", points: gauge(run, "pool.waiting.threads") },
    ]);
    lines(grid, run, "PostgreSQL: WAL bytes an action", [{ name: "bytes", points: gauge(run, "postgres.wal.bytes.per.action") }]);
    lines(grid, run, "PostgreSQL: dead rows", [{ name: "rows", points: gauge(run, "postgres.dead.rows") }]);
    lines(grid, run, "Redis: events in the list", [{ name: "events", points: gauge(run, "redis.list.events") }]);
  }

  function stages(parent, run) {
    const beside = [...new Set(run.stages.flatMap(stage => Object.keys(stage.watchers)))];
    const live = beside.includes("live");
    table(parent, [
      { title: "stage", kind: "text" }, { title: "due /s" }, { title: "acknowledged /s" }, { title: "p50 ms" }, { title: "p99 ms" },
      { title: "p99.9 ms" }, { title: "max ms" }, { title: "lag at end" },
      ...beside.map(name => ({ title: name + " p50 · p99 ms" })),
      ...(live ? [{ title: "live updates /s" }] : []),
      { title: "generator late p99 ms" },
    ], run.stages.map(stage => [
      stage.measured ? stage.name : stage.name + " (not measured)", number(stage.rate, 0), number(stage.acknowledgedRate, 0),
      number(stage.latency.p50), number(stage.latency.p99), number(stage.latency.p999), number(stage.latency.max), number(stage.lagAtEnd, 0),
      ...beside.map(name => stage.watchers[name] ? number(stage.watchers[name].p50) + " · " + number(stage.watchers[name].p99) : "–"),
      ...(live ? [number(stage.watchers.live.count / stage.seconds, 0)] : []),
      number(stage.ownDelay.p99), outcome(stage),
    ]));
  }

  function outcome(stage) {
    const words = stage.sustained ? ["kept up"] : [...stage.problems];
    for (const [reason, count] of Object.entries(stage.refusals)) words.push(`${number(count)} requests: ${reason}`);
    for (const [name, failures] of Object.entries(stage.watcherFailures)) if (failures) words.push(`${name}: ${failures}`);
    if (stage.measured && !stage.valid) words.push("not valid");
    return words.join("; ");
  }

  function findings(parent, run) {
    if (run.findings.length === 0) return;
    table(parent, [
      { title: "compared afterwards", kind: "text" }, { title: "counts" }, { title: "wrong" }, { title: "acknowledged" }, { title: "found" },
      { title: "lost" }, { title: "repeated" }, { title: "", kind: "wide" },
    ], run.findings.map(finding => [finding.what, number(finding.compared), number(finding.wrong), number(finding.acknowledged),
      number(finding.found), number(finding.lost), number(finding.repeated), finding.detail]));
  }

  function scenario(run) {
    const section = element(root, "section");
    element(section, "h2", {}, run.title);
    const line = element(section, "p");
    if (run.measured) badge(line, run.valid, "valid", "not valid: the generator was the bottleneck");
    if (run.acknowledged === 0) badge(line, false, "", "nothing was acknowledged");
    else if (run.findings.length > 0) badge(line, run.exact, "every count is right", "counts are wrong");
    const facts = Object.entries(run.facts).map(([name, value]) => `${name} ${value}`).join(" · ");
    element(section, "p", { class: "quiet small" }, [run.note, facts].filter(Boolean).join(" — "));
    const settings = Object.entries(run.settings).map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`).join(" · ");
    element(section, "p", { class: "quiet small" }, "generator: " + settings);
    stages(section, run);
    element(section, "div", { style: "height:16px" });
    timeline(section, run);
    element(section, "div", { style: "height:16px" });
    findings(section, run);
  }

  function bars(parent, plot) {
    const flat = plot.series.length === 1;
    const many = plot.categories.length > 8;
    const longest = Math.max(...plot.categories.map(category => category.length));
    // Bars need a beginning, which a logarithmic axis has not: its values are drawn as powers.
    const power = value => plot.log ? Math.log10(Math.max(value, plot.least) / plot.least) : value;
    const value = drawn => plot.log ? plot.least * 10 ** drawn : drawn;
    const place = card(parent, plot.title, plot.note, true);
    if (many) {
      place.parentElement.classList.add("whole");
      place.style.height = plot.categories.length * 24 + 40 + "px";
    }
    draw(place, () => ({
      color: palette(),
      animation: false,
      textStyle: { fontFamily: font },
      grid: { left: 24 + longest * 7, right: 90, top: 14, bottom: flat ? 28 : 54 },
      legend: flat ? undefined : { bottom: 0, textStyle: { color: ink().text }, itemWidth: 12, itemHeight: 12 },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true, backgroundColor: ink().card, borderColor: ink().line, textStyle: { color: ink().text, fontSize: 12 }, valueFormatter: drawn => drawn === null || drawn === undefined ? "–" : (plot.log && drawn === 0 ? "≤ " : "") + short(value(drawn)) + plot.unit },
      xAxis: { type: "value", min: 0, interval: plot.log ? 1 : undefined, ...axisStyle(), axisLabel: { color: ink().quiet, formatter: drawn => short(value(drawn)), hideOverlap: true } },
      yAxis: { type: "category", inverse: true, data: plot.categories, ...axisStyle(), axisLabel: { color: ink().text, interval: 0, fontSize: many ? 12 : 13 } },
      series: plot.series.map((one, index) => ({
        name: one.name, type: "bar", barMaxWidth: many ? 15 : 26, barGap: "15%",
        itemStyle: { borderRadius: [0, 4, 4, 0] },
        label: { show: true, position: "right", color: ink().text, fontFamily: font, formatter: point => short(one.values[point.dataIndex]) + plot.unit },
        data: one.values.map((found, at) => ({
          value: power(found),
          itemStyle: flat && plot.groups.length > 0 ? { color: palette()[plot.groups[at]] } : undefined,
        })),
      })),
    }));
  }

  function header() {
    element(root, "h1", {}, report.title);
    element(root, "p", { class: "quiet" }, `${report.made} · ${report.machine}`);
    element(root, "p", { class: "quiet small" }, report.command);
    if (report.tiles.length > 0) {
      const tiles = element(root, "div", { class: "tiles" });
      report.tiles.forEach(tile => {
        const made = element(tiles, "div", { class: "card tile" });
        element(made, "b", {}, tile.value);
        element(made, "span", { class: "quiet small" }, tile.title);
      });
    }
    if (report.plots.length > 0) {
      const grid = element(root, "div", { class: "grid", id: "plots" });
      report.plots.forEach(plot => bars(grid, plot));
    }
    if (report.notes.length > 0) {
      element(root, "div", { style: "height:16px" });
      const notes = element(root, "div", { class: "card" });
      report.notes.forEach(note => element(notes, "p", { class: "small" }, note));
    }
  }

  header();
  report.runs.forEach(scenario);
  dark.addEventListener("change", () => charts.forEach(one => one.redraw()));
  // A chart that is drawn while its card is the only one of a row is as wide as the row.
  charts.forEach(one => one.chart.resize());
  addEventListener("resize", () => charts.forEach(one => one.chart.resize()));
})();
