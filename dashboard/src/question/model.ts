/** Questions as `POST /v1/query` takes them. */

export const OPERATORS = [
  "=",
  "!=",
  ">",
  ">=",
  "<",
  "<=",
  "contains",
  "starts_with",
  "in",
  "set",
  "unset",
] as const;
export type Operator = (typeof OPERATORS)[number];

export type Value = string | number | boolean;

export interface Test {
  property: string;
  op: Operator;
  value?: Value | Value[];
}

export interface AnyOf {
  any: Condition[];
}

export interface AllOf {
  all: Condition[];
}

export type Condition = Test | AnyOf | AllOf;

export const INTERVALS = ["second", "minute", "15m", "hour", "day", "week", "month", "none"] as const;
export type Interval = (typeof INTERVALS)[number];

/** What all kinds have in common. */
export interface Scope {
  events?: string[];
  where?: Condition[];
  by?: string[];
  limit?: number;
  from?: string;
  to?: string;
  timezone?: string;
}

export interface TrendQuestion extends Scope {
  kind: "trend";
  measures?: string[];
  every?: Interval;
  compare?: "previous";
  formula?: string;
  cumulative?: boolean;
  moving_average?: number;
}

export interface TopQuestion extends Scope {
  kind: "top";
  measures?: string[];
  other?: boolean;
}

/** One step of a funnel or of a retention: an event, perhaps with conditions. */
export interface Step {
  event?: string;
  events?: string[];
  where?: Condition[];
  as?: string;
}

export interface FunnelQuestion extends Scope {
  kind: "funnel";
  steps: (string | Step)[];
  within?: string;
  order?: "ordered" | "strict" | "any";
  exclude?: { event: string; where?: Condition[]; after?: number; before?: number }[];
  people?: { step: number; dropped?: boolean };
  cursor?: string;
}

export interface RetentionQuestion extends Scope {
  kind: "retention";
  every?: "day" | "week" | "month";
  first?: string | Step;
  return?: string | Step;
  cohort?: "first_time" | "recurring";
  mode?: "exact" | "rolling";
  periods?: number;
}

export interface PathsQuestion extends Scope {
  kind: "paths";
  start?: string;
  end?: string;
  steps?: number;
  within?: string;
  min_count?: number;
  repeats?: boolean;
}

export interface StickinessQuestion extends Scope {
  kind: "stickiness";
  every?: "day" | "week" | "month";
}

export interface LifecycleQuestion extends Scope {
  kind: "lifecycle";
  every?: "day" | "week" | "month";
}

export interface UsersQuestion extends Scope {
  kind: "users";
  search?: string;
  sort?: "last" | "first" | "count" | "user";
  order?: "desc" | "asc";
  cursor?: string;
}

export type Question =
  | TrendQuestion
  | TopQuestion
  | FunnelQuestion
  | RetentionQuestion
  | PathsQuestion
  | StickinessQuestion
  | LifecycleQuestion
  | UsersQuestion;

export type Cell = string | number | boolean | null | Record<string, unknown>;

export interface Answer {
  columns: string[];
  rows: Cell[][];
  meta: {
    from?: string;
    to?: string;
    timezone?: string;
    source?: string;
    rows_scanned?: number;
    elapsed_ms?: number;
    position?: string;
    approximate?: boolean;
    relative_error?: number;
    stale?: boolean;
    next_cursor?: string;
  };
}

/** The question without what says nothing: empty lists, empty texts, and what is not there. */
export function withoutNothing<Q extends object>(question: Q): Q {
  return Object.fromEntries(
    Object.entries(question).filter(
      ([, value]) => value !== undefined && value !== "" && !(Array.isArray(value) && value.length === 0),
    ),
  ) as Q;
}

/** The cells of a column, in the order of the rows. */
export function column(answer: Answer, name: string): Cell[] {
  const index = answer.columns.indexOf(name);
  return index < 0 ? [] : answer.rows.map((row) => row[index] ?? null);
}

export function numberOf(cell: Cell | undefined): number {
  return typeof cell === "number" ? cell : 0;
}

export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined || cell === "") {
    return "not set";
  }
  return typeof cell === "object" ? JSON.stringify(cell) : String(cell);
}
