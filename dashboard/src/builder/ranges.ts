import { time } from "@/format/times";

export interface Range {
  from?: string;
  to?: string;
}

export interface Preset extends Range {
  name: string;
}

/** In minutes, hours or days, as questions say it. */
export const PRESETS: Preset[] = [
  { name: "Last 15 minutes", from: "-15m" },
  { name: "Last hour", from: "-1h" },
  { name: "Last 6 hours", from: "-6h" },
  { name: "Last 24 hours", from: "-1d" },
  { name: "Today", from: "today" },
  { name: "Last 7 days", from: "-7d" },
  { name: "Last 14 days", from: "-14d" },
  { name: "Last 30 days", from: "-30d" },
  { name: "Last 90 days", from: "-90d" },
];

export function rangeName(range: Range, zone: string): string {
  const from = range.from ?? "-7d";
  const to = range.to ?? "now";
  const preset = PRESETS.find((each) => each.from === from && to === "now");
  if (preset !== undefined) {
    return preset.name;
  }
  const span = /^-(\d+)([smhdw])$/.exec(from);
  if (span !== null && to === "now") {
    const unit = UNITS[span[2] ?? ""];
    return span[1] === "1" ? `Last ${unit}` : `Last ${span[1]} ${unit}s`;
  }
  return `${moment(from, zone)} – ${moment(to, zone)}`;
}

const UNITS: Record<string, string> = { s: "second", m: "minute", h: "hour", d: "day", w: "week" };

function moment(text: string, zone: string): string {
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) {
    return time(text, "dateTime", zone);
  }
  return text.startsWith("-") ? `${text.slice(1)} ago` : text;
}
