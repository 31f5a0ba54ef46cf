/** Numbers, sizes, durations and times as the visitor's own locale writes them. */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const precise = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
const threeDigits = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 3 });
const compactNumber = new Intl.NumberFormat(undefined, { notation: "compact", maximumSignificantDigits: 3 });
const percentNumber = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 });
const changeNumber = new Intl.NumberFormat(undefined, {
  style: "percent",
  maximumFractionDigits: 1,
  signDisplay: "exceptZero",
});

export const count = (value: number): string => whole.format(value);

/** For headlines and axes, where 1,234,567 takes too much room. */
export const compact = (value: number): string =>
  Math.abs(value) < 100 ? threeDigits.format(value) : compactNumber.format(value);

/** For one large figure: whole while it fits. */
export const headline = (value: number): string =>
  Math.abs(value) < 1e7
    ? (Math.abs(value) < 100 ? threeDigits : whole).format(value)
    : compactNumber.format(value);

/** A measure's value, which may be a count or a mean. */
export const measured = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) >= 1_000 ? whole.format(value) : precise.format(value);

export const rate = (perSecond: number): string =>
  perSecond >= 100 ? whole.format(perSecond) : threeDigits.format(perSecond);

export const percent = (share: number): string => percentNumber.format(share);

export const change = (share: number): string => changeNumber.format(share);

const SIZES = ["B", "kB", "MB", "GB", "TB", "PB"];

export function bytes(value: number): string {
  let size = value;
  let unit = 0;
  while (Math.abs(size) >= 1000 && unit < SIZES.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${threeDigits.format(size)}\u202f${SIZES[unit]}`;
}

/** A duration in the two largest units that it has. */
export function duration(seconds: number): string {
  if (seconds < 0.001) {
    return seconds === 0 ? "0\u202fms" : `<\u202f1\u202fms`;
  }
  if (seconds < 1) {
    return `${whole.format(seconds * 1000)}\u202fms`;
  }
  if (seconds < 60) {
    return `${threeDigits.format(seconds)}\u202fs`;
  }
  const units: [string, number][] = [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
    ["s", 1],
  ];
  let left = Math.round(seconds);
  const parts: string[] = [];
  for (const [name, size] of units) {
    const amount = Math.floor(left / size);
    if (amount > 0 && parts.length < 2) {
      parts.push(`${oneDecimal.format(amount)}\u202f${name}`);
    } else if (parts.length > 0) {
      break;
    }
    left -= amount * size;
  }
  return parts.join(" ");
}
