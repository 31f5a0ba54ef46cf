import type { Status } from "@/api/client";

export const STAGES = ["ingest", "log", "process", "store", "query", "live"] as const;
export type StageName = (typeof STAGES)[number];
export type Stage = NonNullable<Status["stages"][string]>;

/** What each stage does, in the fewest words. */
export const ABOUT: Record<StageName, string> = {
  ingest: "Takes events over HTTP and checks each",
  log: "Keeps every event on disk, in order",
  process: "Drops repeats and makes batches",
  store: "Counts each event exactly once",
  query: "Answers questions",
  live: "Pushes answers as they change",
};

/** What one event is at a stage. */
export const UNIT: Record<StageName, string> = {
  ingest: "events/s",
  log: "events/s",
  process: "events/s",
  store: "events/s",
  query: "questions/s",
  live: "updates/s",
};

/** A queue above this part of its limit is worth a look. */
const CROWDED = 0.7;

export type Wellbeing = "well" | "crowded" | "troubled";

export function fill(queue: { depth?: number; limit?: number }): number {
  const limit = queue.limit ?? 0;
  return limit > 0 ? Math.min(1, (queue.depth ?? 0) / limit) : 0;
}

/** Caches are as full as they may be, and that is how they should be. */
const CACHES = new Set(["filter_bytes"]);

export function wellbeing(name: string, stage: Stage, problems: Status["problems"]): Wellbeing {
  if (problems.some((problem) => problem.stage === name)) {
    return "troubled";
  }
  const crowded = Object.entries(stage.queues ?? {}).some(
    ([queue, state]) => !CACHES.has(queue) && fill(state) > CROWDED,
  );
  return crowded ? "crowded" : "well";
}

export interface Partition {
  partition: number;
  end: number;
  stored: number;
  behind: number;
}

function offsets(positions: string | undefined): Map<number, number> {
  const result = new Map<number, number>();
  for (const part of (positions ?? "").split(",")) {
    const [partition, offset] = part.split(":").map(Number);
    if (partition !== undefined && offset !== undefined && !Number.isNaN(offset)) {
      result.set(partition, offset);
    }
  }
  return result;
}

/** Both are the last offset, as positions are written; -1 before the first. */
export function partitions(status: Status): Partition[] {
  const ends = offsets(status.positions.log_end);
  const stored = offsets(status.positions.store);
  return [...new Set([...ends.keys(), ...stored.keys()])]
    .sort((a, b) => a - b)
    .map((partition) => {
      const end = ends.get(partition) ?? -1;
      const at = stored.get(partition) ?? -1;
      // The end is sampled once a second, so the store may seem to be ahead of it.
      return { partition, end: Math.max(end, at), stored: at, behind: Math.max(0, end - at) };
    });
}

export interface Refusal {
  stage: string;
  code: string;
  count: number;
}

export function refusals(status: Status): Refusal[] {
  return Object.entries(status.stages)
    .flatMap(([stage, state]) =>
      Object.entries(state?.refused ?? {}).map(([code, count]) => ({ stage, code, count: count ?? 0 })),
    )
    .filter((refusal) => refusal.count > 0)
    .sort((a, b) => b.count - a.count);
}
