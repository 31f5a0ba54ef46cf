/** Times as the visitor's own locale writes them. */

export const LOCAL_ZONE: string = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

type Style = "clock" | "minute" | "day" | "weekday" | "month" | "full" | "dateTime";

const STYLES: Record<Style, Intl.DateTimeFormatOptions> = {
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  minute: { hour: "2-digit", minute: "2-digit" },
  day: { day: "numeric", month: "short" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  month: { month: "short", year: "numeric" },
  dateTime: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: { dateStyle: "medium", timeStyle: "medium" },
};

const formats = new Map<string, Intl.DateTimeFormat>();

export function time(value: number | string | Date, style: Style, zone: string = LOCAL_ZONE): string {
  const name = `${style} ${zone}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(undefined, { ...STYLES[style], timeZone: zone });
    formats.set(name, format);
  }
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? String(value) : format.format(date);
}

const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto", style: "short" });

/** Such as "3 min ago". */
export function ago(value: number | string | Date, now: number = Date.now()): string {
  const seconds = (new Date(value).getTime() - now) / 1000;
  const distance = Math.abs(seconds);
  if (distance < 60) {
    return relative.format(Math.round(seconds), "second");
  }
  if (distance < 3_600) {
    return relative.format(Math.round(seconds / 60), "minute");
  }
  if (distance < 86_400) {
    return relative.format(Math.round(seconds / 3_600), "hour");
  }
  return relative.format(Math.round(seconds / 86_400), "day");
}

/** How a bucket of an interval is called on an axis or in a table. */
export function bucketStyle(every: string | undefined): Style {
  switch (every) {
    case "second":
      return "clock";
    case "minute":
    case "15m":
      return "minute";
    case "hour":
      return "dateTime";
    case "month":
      return "month";
    default:
      return "weekday";
  }
}
