/** A chart over time, drawn by uPlot in the page's colours. */

const dark = matchMedia("(prefers-color-scheme: dark)");
const compact = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });

export class TimeChart {
  #element;
  #options;
  #plot;
  #data = [[], []];

  /**
   * @param {HTMLElement} element where it is drawn, and how large
   * @param {{label: string, bars?: boolean, reading: (time?: number, value?: number) => void,
   *     times: (seconds: number) => string}} options reading is told what is pointed at
   */
  constructor(element, options) {
    this.#element = element;
    this.#options = options;
    this.#draw();
    dark.addEventListener("change", () => this.#draw());
    new ResizeObserver(() => this.#plot.setSize(this.#size())).observe(element);
  }

  /** @param {number[]} times seconds since 1970  @param {number[]} values as many */
  show(times, values) {
    this.#data = [times, values];
    this.#plot.setData(this.#data);
    const most = values.reduce((a, b) => Math.max(a, b), 0);
    this.#element.setAttribute(
      "aria-label",
      `${this.#options.label}: now ${values.at(-1) ?? 0}, at most ${most}`);
  }

  #size() {
    return { width: this.#element.clientWidth, height: this.#element.clientHeight };
  }

  #draw() {
    const style = getComputedStyle(this.#element);
    // Resolves light-dark() to one colour, which a canvas needs.
    const probe = document.createElement("i");
    this.#element.append(probe);
    const colour = (name) => {
      probe.style.color = style.getPropertyValue(name);
      return getComputedStyle(probe).color;
    };
    const [accent, soft, muted, line] =
      ["--accent", "--accent-soft", "--muted", "--line"].map(colour);
    probe.remove();
    this.#plot?.destroy();
    const axis = {
      stroke: muted,
      font: "12px system-ui, sans-serif",
      grid: { stroke: line, width: 1 },
      ticks: { show: false },
    };
    this.#plot = new uPlot(
      {
        ...this.#size(),
        legend: { show: false },
        cursor: { y: false, drag: { setScale: false, x: false, y: false } },
        scales: { y: { range: (_, __, most) => [0, Math.max(4, most * 1.15)] } },
        axes: [
          { ...axis, size: 28, space: 70, grid: { show: false }, values: (_, ticks) => ticks.map(this.#options.times) },
          { ...axis, size: 46, values: (_, ticks) => ticks.map((tick) => compact.format(tick)) },
        ],
        series: [
          {},
          {
            stroke: accent,
            fill: soft,
            width: this.#options.bars ? 0 : 2,
            points: { show: false },
            ...(this.#options.bars && {
              fill: accent,
              paths: uPlot.paths.bars({ size: [0.78, 24], radius: 0.2 }),
            }),
          },
        ],
        hooks: {
          setCursor: [
            (plot) => {
              const index = plot.cursor.idx;
              const pointed = plot.cursor.left >= 0 && index != null;
              this.#options.reading(
                pointed ? plot.data[0][index] : undefined,
                pointed ? plot.data[1][index] : undefined);
            },
          ],
        },
      },
      this.#data,
      this.#element);
  }
}
