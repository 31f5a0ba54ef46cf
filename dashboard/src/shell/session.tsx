"use client";

import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from "react";
import { type Api, apiFor, dataOf } from "@/api/client";
import { Problem, problemFrom } from "@/api/problem";

const STORED_AS = "millrace-key";

export interface Session {
  key: string;
  project: string;
  scope: "read" | "admin";
  api: Api;
}

type State =
  | { at: "loading" }
  | { at: "signed-out"; why?: Problem }
  | { at: "waiting"; key: string; problem: Problem }
  | { at: "signed-in"; session: Session };

interface SessionAccess {
  state: State;
  signIn(key: string, remember: boolean): Promise<void>;
  signOut(why?: Problem): void;
}

const SessionContext = createContext<SessionAccess | null>(null);

/** How long until a server that could not be reached is asked again who we are. */
const RETRY_MS = 2_000;

function storedKey(): string | null {
  return sessionStorage.getItem(STORED_AS) ?? localStorage.getItem(STORED_AS);
}

/** A link may bring a key behind its #, which no server sees; it is taken out of the address at once. */
function keyOfAddress(): string | null {
  const key = new URLSearchParams(location.hash.slice(1)).get("key");
  if (key !== null) {
    history.replaceState(history.state, "", location.pathname + location.search);
    sessionStorage.setItem(STORED_AS, key);
  }
  return key;
}

async function open(key: string): Promise<Session> {
  const api = apiFor(key);
  const { project, scope } = await dataOf(api.GET("/v1/keys"));
  if (scope === "write") {
    throw new Problem(
      403,
      "forbidden",
      "This is a write key: it can send events, but not read them.",
      "Use the read key or the admin key. The first start prints them and keeps them in keys.yaml.",
    );
  }
  return { key, project, scope, api };
}

/** Who is signed in. Pages below it are only shown to those who are. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [state, setState] = useState<State>({ at: "loading" });

  const signOut = useCallback((why?: Problem) => {
    sessionStorage.removeItem(STORED_AS);
    localStorage.removeItem(STORED_AS);
    setState({ at: "signed-out", why });
  }, []);

  const resume = useCallback(
    async (key: string) => {
      try {
        const session = await open(key);
        setState({ at: "signed-in", session });
      } catch (thrown) {
        const problem = problemFrom(thrown);
        if (problem.isAboutTheKey) {
          signOut(problem);
        } else {
          setState({ at: "waiting", key, problem });
        }
      }
    },
    [signOut],
  );

  const signIn = useCallback(async (key: string, remember: boolean) => {
    const session = await open(key);
    (remember ? localStorage : sessionStorage).setItem(STORED_AS, key);
    setState({ at: "signed-in", session });
  }, []);

  useEffect(() => {
    const start = () => {
      const key = keyOfAddress() ?? storedKey();
      if (key === null) {
        setState({ at: "signed-out" });
      } else {
        void resume(key);
      }
    };
    const onHash = () => {
      if (location.hash.startsWith("#key=")) {
        start();
      }
    };
    start();
    addEventListener("hashchange", onHash);
    return () => removeEventListener("hashchange", onHash);
  }, [resume]);

  useEffect(() => {
    if (state.at !== "waiting") {
      return;
    }
    const timer = setTimeout(() => void resume(state.key), RETRY_MS);
    return () => clearTimeout(timer);
  }, [state, resume]);

  const access = useMemo(() => ({ state, signIn, signOut }), [state, signIn, signOut]);
  return <SessionContext value={access}>{children}</SessionContext>;
}

export function useSessionAccess(): SessionAccess {
  const access = useContext(SessionContext);
  if (access === null) {
    throw new Error("not within a SessionProvider");
  }
  return access;
}

/** The session of a page, which is only there when somebody is signed in. */
export function useSession(): Session {
  const { state } = useSessionAccess();
  if (state.at !== "signed-in") {
    throw new Error("nobody is signed in");
  }
  return state.session;
}
