/** What a small company sends: people who sign up, look around, use features, buy, and come back. */

const DAY_MS = 86_400_000;
export const DAYS = 14;
const PEOPLE = 260;

const PLANS = ["free", "free", "free", "pro", "pro", "team"];
const COUNTRIES = ["DE", "US", "US", "IN", "GB", "BR"];
const FEATURES = ["search", "search", "search", "export", "export", "share", "invite", "report"];
const PAGES = ["/", "/", "/docs", "/pricing", "/app", "/blog"];

export interface SentEvent {
  event: string;
  user: string;
  time: string;
  properties: Record<string, unknown>;
}

/** The same numbers in each run, between 0 and 1. */
function repeatable(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

interface Person {
  id: string;
  plan: string;
  country: string;
}

/** Takes one visit at a time to the events that it is made of. */
class Visits {
  constructor(private readonly random: () => number) {}

  private pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)] as T;
  }

  people(): Person[] {
    return Array.from({ length: PEOPLE }, (_, index) => ({
      id: `user-${1_000 + index}`,
      plan: this.pick(PLANS),
      country: this.pick(COUNTRIES),
    }));
  }

  of(person: Person, start: number, first: boolean): SentEvent[] {
    const events: SentEvent[] = [];
    let at = start;
    const did = (event: string, properties: Record<string, unknown> = {}) => {
      events.push({
        event,
        user: person.id,
        time: new Date(at).toISOString(),
        properties: { plan: person.plan, country: person.country, ...properties },
      });
      at += 5_000 + Math.floor(this.random() * 60_000);
    };
    if (first) {
      did("signed_up");
    }
    for (let left = 1 + Math.floor(this.random() * 3); left > 0; left--) {
      did("page_viewed", { page: this.pick(PAGES) });
    }
    for (let left = Math.floor(this.random() * 4); left > 0; left--) {
      did("feature_used", { feature: this.pick(FEATURES), amount: Math.round(this.random() * 9_000) / 100 });
    }
    if (this.random() < 0.12) {
      did("purchase", { amount: person.plan === "free" ? 19 : 49 });
    }
    return events;
  }
}

/** Two weeks that end at `now`, oldest first. */
export function history(now: number): SentEvent[] {
  const random = repeatable(42);
  const visits = new Visits(random);
  const events: SentEvent[] = [];
  for (const person of visits.people()) {
    const born = Math.floor(random() * DAYS);
    for (let day = born; day < DAYS; day++) {
      if (day === born || random() < 0.6 / Math.sqrt(day - born + 1)) {
        const start = now - (DAYS - day - random()) * DAY_MS;
        events.push(...visits.of(person, start, day === born));
      }
    }
  }
  return events.filter((each) => Date.parse(each.time) < now).sort((a, b) => a.time.localeCompare(b.time));
}

/** A visit that begins now, of somebody else each time. */
export function visitsFrom(seed: number): (now: number) => SentEvent[] {
  const visits = new Visits(repeatable(seed));
  const people = visits.people();
  let next = 0;
  return (now) => {
    const person = people[next++ % people.length] as Person;
    return visits.of(person, now, false).map((each) => ({ ...each, time: new Date(now).toISOString() }));
  };
}
