"use client";

import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { Answer, Question } from "@/question/model";
import { useSession, useSessionAccess } from "@/shell/session";
import type { Status, StoredEvent } from "./client";
import { type Problem, problemOf } from "./problem";
import { follow } from "./stream";

/** The state of the pipeline comes each second: without any news for so long, what is shown is old. */
const STALE_MS = 5_000;

export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  | { state: "stale"; since: number; problem?: Problem };

export interface LiveNews {
  answers: (Answer | undefined)[];
  problems: (Problem | undefined)[];
  status?: Status;
  events?: StoredEvent[];
}

export interface Live extends LiveNews {
  connection: Connection;
}

const NOTHING: LiveNews = { answers: [], problems: [] };

/** What is known after an event of the stream. */
export function take(news: LiveNews, name: string, data: unknown): LiveNews {
  if (name === "status") {
    return { ...news, status: data as Status };
  }
  if (name === "events") {
    return { ...news, events: (data as { events: StoredEvent[] }).events };
  }
  const failed = name.startsWith("problem.");
  const index = Number(failed ? name.slice("problem.".length) : name);
  if (!Number.isInteger(index)) {
    return news;
  }
  const answers = [...news.answers];
  const problems = [...news.problems];
  if (failed) {
    problems[index] = problemOf((data as { status?: number }).status ?? 0, data);
  } else {
    answers[index] = data as Answer;
    problems[index] = undefined;
  }
  return { ...news, answers, problems };
}

interface Stream {
  path: string;
  key: string;
  /** What the only topic of a stream of one is called; the server does not name it. */
  only: string;
  /** Without news for so long, the stream counts as stale; a stream of answers alone may be silent for long. */
  staleMs?: number;
  paused: boolean;
  onRefused(problem: Problem): void;
}

/**
 * Follows a stream and shows what it tells as it comes. What was told stays when the connection is
 * lost; `connection` then says since when it is old.
 */
function useStream({ path, key, only, staleMs, paused, onRefused }: Stream): Live {
  const [news, setNews] = useState<LiveNews>(NOTHING);
  const [connection, setConnection] = useState<Connection>({ state: "connecting" });
  const newsAt = useRef(0);

  useEffect(() => {
    if (paused) {
      return;
    }
    // Answers are named by their place, so those to other questions must not stay.
    let latest = NOTHING;
    setNews(NOTHING);
    newsAt.current = 0;
    let frame = 0;
    const deliver = () => {
      frame = 0;
      setNews(latest);
      setConnection((before) => (before.state === "live" ? before : { state: "live" }));
    };
    const stop = follow(path, key, {
      event(name, data) {
        newsAt.current = Date.now();
        latest = take(
          latest,
          name === "message" ? only : name === "problem" ? `problem.${only}` : name,
          data,
        );
        // Everything that one commit changes is drawn once; a hidden page draws when it is seen.
        frame ||= requestAnimationFrame(deliver);
      },
      lost(problem) {
        setConnection({ state: "stale", since: newsAt.current, problem });
      },
      refused(problem) {
        setConnection({ state: "stale", since: newsAt.current, problem });
        onRefused(problem);
      },
    });
    const watch = setInterval(() => {
      if (staleMs !== undefined && newsAt.current > 0 && Date.now() - newsAt.current > staleMs) {
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
  }, [path, key, only, staleMs, paused, onRefused]);

  return useMemo(() => ({ ...news, connection }), [news, connection]);
}

/** The path of a stream of questions with the pipeline's state, and with the newest events if wanted. */
export function livePath(questions: readonly Question[], events: boolean): string {
  const parameters = new URLSearchParams(questions.map((question) => ["q", JSON.stringify(question)]));
  parameters.set("status", "");
  if (events) {
    parameters.set("events", "");
  }
  return `/v1/live?${parameters}`;
}

/** Follows questions in one stream, with the pipeline's state. A key that is taken back signs out. */
export function useLive(
  questions: readonly Question[],
  { events = false, paused = false }: { events?: boolean; paused?: boolean } = {},
): Live {
  const { key } = useSession();
  const { signOut } = useSessionAccess();
  const path = livePath(questions, events);
  const onRefused = useCallback(
    (problem: Problem) => {
      if (problem.isAboutTheKey) {
        signOut(problem);
      }
    },
    [signOut],
  );
  return useStream({ path, key, only: "status", staleMs: STALE_MS, paused, onRefused });
}

/** Follows the questions that a share key opens. */
export function useSharedLive(shareKey: string, onRefused: (problem: Problem) => void): Live {
  return useStream({ path: "/v1/live", key: shareKey, only: "0", paused: false, onRefused });
}
