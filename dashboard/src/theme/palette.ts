/** Colours of series, in the order in which they are given out: told apart with every kind of sight. */
const LIGHT = [
  "#17688f",
  "#d9730d",
  "#2e8b57",
  "#8b5fbf",
  "#c2334d",
  "#8a6d00",
  "#3f7fd9",
  "#a8548c",
  "#4d7c7c",
  "#6b7684",
];
const DARK = [
  "#4da8d6",
  "#f0954a",
  "#5cc48d",
  "#b394e3",
  "#ef7187",
  "#d3b345",
  "#82b1f5",
  "#dd90c2",
  "#85bcbc",
  "#9aa5b4",
];

export interface Palette {
  series: string[];
  ink: string;
  quiet: string;
  line: string;
  surface: string;
  accent: string;
  good: string;
  bad: string;
  /** From little to much. */
  scale: string[];
  /** From this part of the scale on, what is written on it has the colour of the surface. */
  scaleTurnsAt: number;
}

const PALETTES: Record<"light" | "dark", Palette> = {
  light: {
    series: LIGHT,
    ink: "#17202b",
    quiet: "#566170",
    line: "#e4e8ed",
    surface: "#ffffff",
    accent: "#17688f",
    good: "#217a4b",
    bad: "#b3261e",
    scale: ["#eef5f9", "#c5dfec", "#8fc0d8", "#4f9abf", "#17688f", "#0a4663"],
    scaleTurnsAt: 0.67,
  },
  dark: {
    series: DARK,
    ink: "#e4e8ee",
    quiet: "#9aa5b4",
    line: "#272e39",
    surface: "#161b23",
    accent: "#4da8d6",
    good: "#5cc48d",
    bad: "#ff8f86",
    scale: ["#1b2530", "#1d3c50", "#1f5874", "#2a7ba3", "#4da8d6", "#9ed4ee"],
    scaleTurnsAt: 0.6,
  },
};

export function paletteOf(scheme: "light" | "dark"): Palette {
  return PALETTES[scheme];
}

/** The rest of a breakdown is grey, whatever its place. */
export function seriesColor(palette: Palette, index: number, name: string): string {
  return name === "other" ? palette.quiet : (palette.series[index % palette.series.length] ?? palette.accent);
}
