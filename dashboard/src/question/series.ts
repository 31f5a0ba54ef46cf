import { measured } from "@/format/numbers";
import { bucketStyle, time } from "@/format/times";
import type { Answer, Cell, Question } from "./model";
import { numberOf, textOf } from "./model";

/** One line of a chart. */
export interface Series {
  name: string;
  /** The breakdown's values, empty when there is none. */
  group: string;
  measure: string;
  values: (number | null)[];
  /** Whether it is the period before, shown for comparison. */
  previous: boolean;
}

export interface SeriesTable {
  /** Bucket starts, ISO 8601; empty when the answer has no time. */
  times: string[];
  series: Series[];
}

const PREVIOUS = /^previous\((.*)\)$/;

/** The columns of an answer by what they are. */
export function columnsOf(
  answer: Answer,
  by: readonly string[],
): { time: number; by: number[]; values: number[] } {
  const places = answer.columns.map((_, index) => index);
  const first = answer.columns[0] === "time" ? 1 : 0;
  return {
    time: first === 1 ? 0 : -1,
    by: places.slice(first, first + by.length),
    values: places.slice(first + by.length),
  };
}

/** Turns rows into lines: one for each group and each column of numbers. */
export function seriesOf(answer: Answer, by: readonly string[]): SeriesTable {
  const columns = columnsOf(answer, by);
  const times = columns.time < 0 ? [] : [...new Set(answer.rows.map((row) => textOf(row[0])))];
  const place = new Map(times.map((at, index) => [at, index]));
  const length = Math.max(1, times.length);
  const found = new Map<string, Series>();
  for (const row of answer.rows) {
    const group = columns.by.map((index) => textOf(row[index])).join(" · ");
    const at = columns.time < 0 ? 0 : (place.get(textOf(row[0])) ?? 0);
    for (const index of columns.values) {
      const column = answer.columns[index] ?? "";
      const id = `${group}\n${column}`;
      let series = found.get(id);
      if (series === undefined) {
        series = newSeries(group, column, columns.values.length, length);
        found.set(id, series);
      }
      const cell = row[index];
      series.values[at] = typeof cell === "number" ? cell : null;
    }
  }
  return { times, series: [...found.values()] };
}

function newSeries(group: string, column: string, columns: number, length: number): Series {
  const previous = PREVIOUS.exec(column);
  const measure = previous?.[1] ?? column;
  const named = group === "" ? measure : columns === 1 ? group : `${group} · ${measure}`;
  return {
    name: previous === null ? named : `${named} (before)`,
    group,
    measure,
    values: new Array<number | null>(length).fill(null),
    previous: previous !== null,
  };
}

/** Whether values of a measure can be added up over time. */
export function isAdditive(measure: string): boolean {
  return measure === "count" || measure.startsWith("sum(");
}

/** One figure for a series: its sum where that means something, else its last value. */
export function summary(series: Series): { value: number; kind: "sum" | "last" } {
  const known = series.values.filter((value): value is number => value !== null);
  return isAdditive(series.measure)
    ? { value: known.reduce((sum, value) => sum + value, 0), kind: "sum" }
    : { value: known.at(-1) ?? 0, kind: "last" };
}

/** RFC 4180, with a line for the columns; quotes where a cell needs them. */
export function csvOf(answer: Answer): string {
  const cell = (value: Cell | undefined): string => {
    const text =
      value === null || value === undefined
        ? ""
        : typeof value === "object"
          ? JSON.stringify(value)
          : String(value);
    // A spreadsheet would run a text that begins like a formula.
    const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return [answer.columns, ...answer.rows]
    .map((row) => row.map(cell).join(","))
    .join("\r\n")
    .concat("\r\n");
}

/** The question for a terminal. The key stays out of it. */
export function curlOf(question: Question, origin: string): string {
  const json = JSON.stringify(question).replaceAll("'", String.raw`'\''`);
  return `curl ${origin}/v1/query \\\n  -H "Authorization: Bearer $MILLRACE_KEY" \\\n  -d '${json}'`;
}

/** A cell as a person reads it. */
export function shown(
  cell: Cell | undefined,
  column: string,
  every: string | undefined,
  zone: string,
): string {
  if (typeof cell === "number") {
    return measured(numberOf(cell));
  }
  if ((column === "time" || column === "cohort") && typeof cell === "string") {
    return time(cell, bucketStyle(every), zone);
  }
  return cell === null ? "–" : textOf(cell);
}
