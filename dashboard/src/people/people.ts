import { type Api, dataOf, type StoredEvent } from "@/api/client";
import type { components } from "@/api/schema";
import { ask } from "@/api/useAnswer";
import type { Codec } from "@/question/address";
import { column, numberOf, type TrendQuestion, textOf, type UsersQuestion } from "@/question/model";

export interface Person {
  user: string;
  first?: string;
  last?: string;
  count: number;
  properties: Record<string, unknown>;
}

export interface Found {
  people: Person[];
  next?: string;
}

export type Sort = "last" | "count" | "user" | "first";

export interface PeopleState {
  search: string;
  sort: Sort;
  person: string;
}

const SORTS: Sort[] = ["last", "count", "user", "first"];

export const CODEC: Codec<PeopleState> = {
  read: (parameters) => ({
    search: parameters.get("search") ?? "",
    sort: SORTS.find((sort) => sort === parameters.get("sort")) ?? "last",
    person: parameters.get("person") ?? "",
  }),
  write: ({ search, sort, person }) => ({ search, sort: sort === "last" ? undefined : sort, person }),
};

const PAGE = 50;

/** A page of people, by the kind of question that lists them. */
export async function listPeople(
  api: Api,
  { search, sort }: PeopleState,
  cursor: string | undefined,
  signal: AbortSignal,
): Promise<Found> {
  const question: UsersQuestion = {
    kind: "users",
    search: search || undefined,
    sort,
    order: sort === "user" ? "asc" : "desc",
    limit: PAGE,
    cursor,
  };
  const answer = await ask(api, question, signal);
  const names = column(answer, "user");
  const firsts = column(answer, "first");
  const lasts = column(answer, "last");
  const counts = column(answer, "count");
  const traits = column(answer, "properties");
  return {
    people: names.map((name, index) => ({
      user: textOf(name),
      first: text(firsts[index]),
      last: text(lasts[index]),
      count: numberOf(counts[index]),
      properties: record(traits[index]),
    })),
    next: answer.meta.next_cursor,
  };
}

/** Where the server does not list people yet: those with most events, by what every server answers. */
export async function mostActive(api: Api, { search }: PeopleState, signal: AbortSignal): Promise<Found> {
  const question: TrendQuestion = {
    kind: "trend",
    every: "none",
    by: ["user"],
    limit: PAGE,
    from: "-7d",
    where: search === "" ? undefined : [{ property: "user", op: "contains", value: search }],
  };
  const answer = await ask(api, question, signal);
  const names = column(answer, "user");
  const counts = column(answer, "count");
  return {
    people: names
      .map((name, index) => ({ user: textOf(name), count: numberOf(counts[index]), properties: {} }))
      .filter((person) => person.user !== "other"),
  };
}

const text = (cell: unknown): string | undefined => (typeof cell === "string" ? cell : undefined);

const record = (cell: unknown): Record<string, unknown> =>
  typeof cell === "object" && cell !== null ? (cell as Record<string, unknown>) : {};

export interface Day {
  day: string;
  events: StoredEvent[];
}

/** Events by the day on which they happened, in the order in which they come. */
export function byDay(events: StoredEvent[], dayOf: (time: string) => string): Day[] {
  const days: Day[] = [];
  for (const event of events) {
    const day = dayOf(event.time ?? "");
    const last = days.at(-1);
    if (last?.day === day) {
      last.events.push(event);
    } else {
      days.push({ day, events: [event] });
    }
  }
  return days;
}

/** The newest events of a person, also those of the ids that they had before. */
export async function eventsOf(
  api: Api,
  user: string,
  limit: number,
  signal: AbortSignal,
): Promise<StoredEvent[]> {
  const params = { path: { id: user }, query: { limit } };
  return (await dataOf(api.GET("/v1/users/{id}/events", { params, signal }))).events;
}

export type Profile = components["schemas"]["User"];

export async function profileOf(api: Api, user: string, signal: AbortSignal): Promise<Profile> {
  return dataOf(api.GET("/v1/users/{id}", { params: { path: { id: user } }, signal }));
}

export async function deletePerson(api: Api, user: string): Promise<void> {
  await dataOf(api.DELETE("/v1/users/{id}", { params: { path: { id: user } } }));
}

/** Everything about a person, a JSON object a line. */
export async function exportPerson(api: Api, user: string): Promise<Blob> {
  return dataOf(api.GET("/v1/users/{id}/export", { params: { path: { id: user } }, parseAs: "blob" }));
}
