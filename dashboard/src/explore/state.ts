import { WORDS } from "@/api/kinds";
import { completeOnly } from "@/builder/FiltersInput";
import { isCompleteMeasure } from "@/builder/MeasuresInput";
import { LOCAL_ZONE } from "@/format/times";
import { type Codec, parsed } from "@/question/address";
import { type TopQuestion, type TrendQuestion, withoutNothing } from "@/question/model";

export const VIEWS = ["line", "area", "bar", "table", "number"] as const;
export type View = (typeof VIEWS)[number];

export type ExploreQuestion = TrendQuestion | TopQuestion;

export interface Explored {
  question: ExploreQuestion;
  view: View;
  /** Names of series that are switched off. */
  off: string[];
}

/** Whether the server knows a word, so that nothing is offered that it would refuse. */
export const knows = (word: string): boolean => WORDS.includes(word);

const START: TrendQuestion = { kind: "trend", measures: ["count"], from: "-1d", timezone: LOCAL_ZONE };

/** The whole of what is explored, in the address: a link shows the same to somebody else. */
export const CODEC: Codec<Explored> = {
  read(parameters) {
    const question = parsed<ExploreQuestion>(parameters.get("q"), START);
    const view = VIEWS.find((each) => each === parameters.get("view"));
    const off = parsed<unknown>(parameters.get("off"), []);
    return {
      question: { ...question, kind: question.kind === "top" ? "top" : "trend" } as ExploreQuestion,
      view: view ?? (question.kind === "top" ? "bar" : "line"),
      off: Array.isArray(off) ? off.filter((each) => typeof each === "string") : [],
    };
  },
  write({ question, view, off }) {
    return {
      q: JSON.stringify(withoutNothing(question)),
      view,
      off: off.length > 0 ? JSON.stringify(off) : undefined,
    };
  },
};

/** The question without what is still being written; null while there is nothing to ask. */
export function askable(question: ExploreQuestion): ExploreQuestion | null {
  const measures = (question.measures ?? ["count"]).filter(isCompleteMeasure);
  if (measures.length === 0 || (question.kind === "top" && (question.by ?? []).length === 0)) {
    return null;
  }
  return withoutNothing({ ...question, measures, where: completeOnly(question.where) });
}

/** The same in the other kind, as far as both have it. */
export function asKind(question: ExploreQuestion, kind: "trend" | "top"): ExploreQuestion {
  const { events, where, by, limit, from, to, timezone, measures } = question;
  const common = { events, where, by, limit, from, to, timezone, measures };
  return kind === "trend"
    ? { kind, ...common }
    : { kind, ...common, by: by !== undefined && by.length > 0 ? by.slice(0, 3) : ["name"] };
}

const MINUTE = 60_000;
const DURATIONS: Record<string, number> = {
  second: 1_000,
  minute: MINUTE,
  "15m": 15 * MINUTE,
  hour: 60 * MINUTE,
  day: 1_440 * MINUTE,
  week: 10_080 * MINUTE,
};

/** The interval of an answer, from its own buckets when the question leaves it to the server. */
export function intervalOf(question: ExploreQuestion, times: string[]): string | undefined {
  if (question.kind === "trend" && question.every !== undefined) {
    return question.every;
  }
  if (times.length < 2) {
    return undefined;
  }
  const middle = Math.floor(times.length / 2);
  const step = Date.parse(times[middle] ?? "") - Date.parse(times[middle - 1] ?? "");
  return Object.entries(DURATIONS).find(([, ms]) => step <= ms)?.[0] ?? "month";
}
