"use client";

import { useCallback, useMemo, useSyncExternalStore } from "react";

/** A page's state that belongs into its address, so that a link reproduces the view. */
export interface Codec<T> {
  read(parameters: URLSearchParams): T;
  write(state: T): Record<string, string | undefined>;
}

const CHANGED = "millrace-address";

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(CHANGED, listener);
  };
}

export function addressOf(path: string, values: Record<string, string | undefined>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined && value !== "") {
      parameters.set(name, value);
    }
  }
  const query = parameters.toString();
  return query === "" ? path : `${path}?${query}`;
}

/** The state in the address, and how to change it; a change can be undone with the browser's Back. */
export function useAddress<T>(codec: Codec<T>): [T, (state: T) => void] {
  const search = useSyncExternalStore(
    subscribe,
    () => location.search,
    () => "",
  );
  const state = useMemo(() => codec.read(new URLSearchParams(search)), [codec, search]);
  const set = useCallback(
    (next: T) => {
      const address = addressOf(location.pathname, codec.write(next));
      if (address !== location.pathname + location.search) {
        history.pushState(null, "", address);
        dispatchEvent(new Event(CHANGED));
      }
    },
    [codec],
  );
  return [state, set];
}

/** JSON out of an address, which anybody may have written. */
export function parsed<T>(text: string | null, otherwise: T): T {
  if (text === null) {
    return otherwise;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as T) : otherwise;
  } catch {
    return otherwise;
  }
}
