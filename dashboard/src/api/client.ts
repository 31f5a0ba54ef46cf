import createClient, { type Client, type Middleware } from "openapi-fetch";
import { problemFrom, problemOf } from "./problem";
import type { components, paths } from "./schema";

/** Where the API is: beside the page, except while the page is being developed. */
export const BASE_URL = process.env.NEXT_PUBLIC_MILLRACE_URL ?? "";

export type Api = Client<paths>;
export type Schema = components["schemas"]["Schema"];
export type Status = components["schemas"]["Status"];
export type StoredEvent = components["schemas"]["StoredEvent"];

/** A client for one key. Answers other than 2xx are thrown as a {@link Problem}. */
export function apiFor(key: string): Api {
  const client = createClient<paths>({ baseUrl: BASE_URL });
  const keyed: Middleware = {
    onRequest({ request }) {
      request.headers.set("authorization", `Bearer ${key}`);
      return request;
    },
    async onResponse({ response }) {
      if (!response.ok) {
        const body: unknown = await response.json().catch(() => undefined);
        throw problemOf(response.status, body, response.headers.get("retry-after"));
      }
    },
  };
  client.use(keyed);
  return client;
}

/** The data of an answer; {@link Problem} when there is none, or when nobody answered. */
export async function dataOf<T>(answer: Promise<{ data?: T }>): Promise<T> {
  try {
    const { data } = await answer;
    return data as T;
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === "AbortError") {
      throw thrown;
    }
    throw problemFrom(thrown);
  }
}
