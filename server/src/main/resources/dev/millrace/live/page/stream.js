/**
 * Server-sent events over fetch: EventSource cannot send the key as a header, and a key in an
 * address ends up in logs. Reconnects by itself until stopped.
 */

/** The server sends at least a comment in this time, twice over. */
const SILENCE_MS = 35_000;
const LONGEST_WAIT_MS = 15_000;

/** Splits text that arrives in pieces into events. */
export class EventParser {
  #rest = "";
  #name = "message";
  #data = [];

  /** @returns {{name: string, data: string}[]} the events that the piece completes */
  push(piece) {
    const events = [];
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    for (const line of lines) {
      if (line === "") {
        if (this.#data.length > 0) {
          events.push({ name: this.#name, data: this.#data.join("\n") });
        }
        this.#name = "message";
        this.#data = [];
        continue;
      }
      const colon = line.indexOf(":");
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
      if (field === "event") {
        this.#name = value;
      } else if (field === "data") {
        this.#data.push(value);
      }
    }
    return events;
  }
}

/**
 * @param {string} address
 * @param {string} key
 * @param {{event: (name: string, data: any) => void, open: () => void,
 *     lost: (reason: string) => void, refused: (problem: any) => void}} listener
 *     refused is called once, and the stream ends, when the key is not accepted
 * @returns {() => void} stops it
 */
export function follow(address, key, listener) {
  const stop = new AbortController();
  run(address, key, listener, stop.signal);
  return () => stop.abort();
}

async function run(address, key, listener, stopped) {
  let failures = 0;
  while (!stopped.aborted) {
    let wait = 0;
    try {
      await read(address, key, stopped, {
        ...listener,
        event: (name, data) => {
          failures = 0;
          listener.event(name, data);
        },
      });
      listener.lost("The server has ended the stream");
    } catch (error) {
      if (stopped.aborted) {
        return;
      }
      if (error instanceof Refused && (error.status === 401 || error.status === 403)) {
        listener.refused(error.problem);
        return;
      }
      wait = error instanceof Refused ? error.retryAfterMs : 0;
      listener.lost(error instanceof Refused ? error.message : "The server cannot be reached");
    }
    failures += 1;
    const backoff = Math.min(LONGEST_WAIT_MS, 500 * 2 ** failures);
    // Spread, so that not every page comes back in the same moment.
    await pause(Math.max(wait, backoff * (0.5 + Math.random() / 2)), stopped);
  }
}

class Refused extends Error {
  constructor(response, problem) {
    super(problem.detail ?? `The server answers with status ${response.status}`);
    this.status = response.status;
    this.problem = problem;
    this.retryAfterMs = 1000 * (Number(response.headers.get("retry-after")) || 0);
  }
}

async function read(address, key, stopped, listener) {
  const silent = new AbortController();
  const signal = AbortSignal.any([stopped, silent.signal]);
  let timer = setTimeout(() => silent.abort(), SILENCE_MS);
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${key}`, accept: "text/event-stream" },
      cache: "no-store",
      signal,
    });
    if (!response.ok) {
      throw new Refused(response, await response.json().catch(() => ({})));
    }
    listener.open();
    const parser = new EventParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
      for (const { name, data } of parser.push(value)) {
        listener.event(name, JSON.parse(data));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
