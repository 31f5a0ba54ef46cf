/**
 * Server-sent events over fetch: EventSource cannot send the key as a header, and a key in an
 * address ends up in logs. Reconnects by itself until it is stopped.
 */
import { BASE_URL } from "./client";
import { type Problem, problemFrom, problemOf } from "./problem";

/** The server sends at least a comment each 15 seconds. */
const SILENCE_MS = 35_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;

export interface ServerEvent {
  name: string;
  data: string;
}

/** Splits text that arrives in pieces into events. */
export class EventParser {
  private rest = "";
  private name = "message";
  private data: string[] = [];

  /** The events that the piece completes. */
  push(piece: string): ServerEvent[] {
    const events: ServerEvent[] = [];
    const lines = (this.rest + piece).split(/\r\n|\n|\r/);
    this.rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (this.data.length > 0) {
          events.push({ name: this.name, data: this.data.join("\n") });
        }
        this.name = "message";
        this.data = [];
      } else {
        this.take(line);
      }
    }
    return events;
  }

  private take(line: string): void {
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") {
      this.name = value;
    } else if (field === "data") {
      this.data.push(value);
    }
  }
}

export interface StreamListener {
  event(name: string, data: unknown): void;
  lost(problem: Problem): void;
  /** Called once, and the stream ends: the key is not accepted, or the request is wrong for good. */
  refused(problem: Problem): void;
}

/** Follows the stream until the returned function is called. */
export function follow(path: string, key: string, listener: StreamListener): () => void {
  const stop = new AbortController();
  void run(path, key, listener, stop.signal);
  return () => stop.abort();
}

async function run(path: string, key: string, listener: StreamListener, stopped: AbortSignal): Promise<void> {
  let failures = 0;
  while (!stopped.aborted) {
    let wait = 0;
    try {
      await read(path, key, stopped, (name, data) => {
        failures = 0;
        listener.event(name, data);
      });
      if (stopped.aborted) {
        return;
      }
      listener.lost(problemFrom(undefined));
    } catch (thrown) {
      if (stopped.aborted) {
        return;
      }
      const problem = problemFrom(thrown);
      if (problem.status >= 400 && problem.status < 500 && problem.status !== 429) {
        listener.refused(problem);
        return;
      }
      wait = problem.retryAfterMs;
      listener.lost(problem);
    }
    failures += 1;
    await pause(Math.max(wait, backoffMs(failures, Math.random())), stopped);
  }
}

/** Spread, so that not every page comes back in the same moment. */
export function backoffMs(failures: number, random: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failures - 1)) * (0.5 + random / 2);
}

async function read(
  path: string,
  key: string,
  stopped: AbortSignal,
  onEvent: (name: string, data: unknown) => void,
): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS);
  try {
    const response = await fetch(BASE_URL + path, {
      headers: { authorization: `Bearer ${key}`, accept: "text/event-stream" },
      cache: "no-store",
      signal: AbortSignal.any([stopped, silence.signal]),
    });
    if (!response.ok || response.body === null) {
      const body: unknown = await response.json().catch(() => undefined);
      throw problemOf(response.status, body, response.headers.get("retry-after"));
    }
    const parser = new EventParser();
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
      for (const event of parser.push(decoder.decode(value, { stream: true }))) {
        onEvent(event.name, JSON.parse(event.data));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
