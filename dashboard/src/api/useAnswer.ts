"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Answer, Question } from "@/question/model";
import { useSession, useSessionAccess } from "@/shell/session";
import { type Api, dataOf } from "./client";
import { type Problem, problemFrom } from "./problem";

export interface Loaded<T> {
  data?: T;
  problem?: Problem;
  loading: boolean;
  /** Milliseconds between the request and its answer, as this page has seen it. */
  tookMs?: number;
  reload(): void;
}

/**
 * Loads something, and again when `what` changes. What was loaded before stays until the new is
 * there, so that nothing jumps; a key that is no longer accepted signs out.
 */
export function useLoaded<T>(
  what: string | null,
  load: (api: Api, signal: AbortSignal) => Promise<T>,
): Loaded<T> {
  const { api } = useSession();
  const { signOut } = useSessionAccess();
  const [state, setState] = useState<Omit<Loaded<T>, "reload">>({ loading: what !== null });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `what` and `turn` say when to load again
  useEffect(() => {
    if (what === null) {
      setState((before) => ({ ...before, loading: false }));
      return;
    }
    const abort = new AbortController();
    const start = performance.now();
    setState((before) => ({ ...before, loading: true }));
    latest.current(api, abort.signal).then(
      (data) => {
        if (!abort.signal.aborted) {
          setState({ data, loading: false, tookMs: performance.now() - start });
        }
      },
      (thrown: unknown) => {
        if (abort.signal.aborted) {
          return;
        }
        const problem = problemFrom(thrown);
        if (problem.status === 401) {
          signOut(problem);
        } else {
          setState((before) => ({ data: before.data, problem, loading: false }));
        }
      },
    );
    return () => abort.abort();
  }, [what, turn, api, signOut]);

  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...state, reload };
}

export function ask(api: Api, question: Question, signal?: AbortSignal): Promise<Answer> {
  // The description types questions of all kinds in one; ours are told apart by kind.
  return dataOf(api.POST("/v1/query", { body: question as never, signal })) as Promise<Answer>;
}

/** The answer to a question; none is asked while it is null. */
export function useAnswer(question: Question | null): Loaded<Answer> {
  return useLoaded(question === null ? null : JSON.stringify(question), (api, signal) => {
    if (question === null) {
      throw new Error("nothing was asked");
    }
    return ask(api, question, signal);
  });
}
