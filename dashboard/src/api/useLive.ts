"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import type { Answer, Question } from "@/question/model";
import { useSession, useSessionAccess } from "@/shell/session";
import type { Status, StoredEvent } from "./client";
import type { Problem } from "./problem";
import { follow } from "./stream";

/** The state of the pipeline comes each second: without any news for so long, what is shown is old. */
const STALE_MS = 5_000;

/** Answers that the server pushes at most in one stream. */
export const MAX_QUESTIONS = 20;

export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  | { state: "stale"; since: number; problem?: Problem };

export interface LiveNews {
  answers: (Answer | undefined)[];
  problems: (Problem | undefined)[];
  status?: Status;
  events?: StoredEvent[];
  /** When the last news came, in milliseconds; 0 before the first. */
  at: number;
}

export interface Live extends LiveNews {
  connection: Connection;
}

const NOTHING: LiveNews = { answers: [], problems: [], at: 0 };

function take(news: LiveNews, name: string, data: unknown): LiveNews {
  const at = Date.now();
  // A stream of the state alone does not name it.
  if (name === "status" || name === "message") {
    return { ...news, status: data as Status, at };
  }
  if (name === "events") {
    return { ...news, events: (data as { events: StoredEvent[] }).events, at };
  }
  const failed = name.startsWith("problem.");
  const index = Number(failed ? name.slice("problem.".length) : name);
  if (!Number.isInteger(index)) {
    return news;
  }
  const answers = [...news.answers];
  const problems = [...news.problems];
  if (failed) {
    const { detail, hint, code, status } = data as Record<string, string> & { status: number };
    problems[index] = { name: "Problem", message: detail, hint, code, status } as unknown as Problem;
  } else {
    answers[index] = data as Answer;
    problems[index] = undefined;
  }
  return { ...news, answers, problems, at };
}

/**
 * Follows questions in one stream, with the pipeline's state, and shows each answer as it comes.
 * Answers stay when the connection is lost; `connection` then says since when they are old.
 */
export function useLive(
  questions: readonly Question[],
  { events = false, paused = false }: { events?: boolean; paused?: boolean } = {},
): Live {
  const { key } = useSession();
  const { signOut } = useSessionAccess();
  const [news, setNews] = useState<LiveNews>(NOTHING);
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });
  const newsAt = useRef(0);
  const asked = useMemo(() => JSON.stringify(questions), [questions]);

  useEffect(() => {
    if (paused) {
      return;
    }
    setNews((before) => (newsAt.current === 0 ? NOTHING : before));
    const parameters = new URLSearchParams(
      (JSON.parse(asked) as Question[]).map((question) => ["q", JSON.stringify(question)]),
    );
    parameters.set("status", "");
    if (events) {
      parameters.set("events", "");
    }
    let pending: LiveNews | null = null;
    let frame = 0;
    const deliver = () => {
      frame = 0;
      if (pending !== null) {
        const next = pending;
        pending = null;
        setNews(next);
        setConnection((before) => (before.state === "live" ? before : { state: "live" }));
      }
    };
    let latest = NOTHING;
    const stop = follow(`/v1/live?${parameters}`, key, {
      event(name, data) {
        newsAt.current = Date.now();
        latest = take(latest, name, data);
        pending = latest;
        // Everything that one commit changes is drawn once; a hidden page draws when it is seen.
        frame ||= requestAnimationFrame(deliver);
      },
      lost(problem) {
        setConnection({ state: "stale", since: newsAt.current, problem });
      },
      refused(problem) {
        if (problem.isAboutTheKey) {
          signOut(problem);
        } else {
          setConnection({ state: "stale", since: newsAt.current, problem });
        }
      },
    });
    const watch = setInterval(() => {
      if (newsAt.current > 0 && Date.now() - newsAt.current > STALE_MS) {
        setConnection((before) =>
          before.state === "stale" ? before : { state: "stale", since: newsAt.current },
        );
      }
    }, 1_000);
    return () => {
      stop();
      clearInterval(watch);
      cancelAnimationFrame(frame);
    };
  }, [asked, events, key, paused, signOut]);

  return { ...news, connection };
}
