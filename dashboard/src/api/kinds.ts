// Generated from /openapi.json by `npm run api`. Not edited by hand.

/** Kinds of questions that this server answers. */
export const KINDS: readonly string[] = [
  "trend",
];

/** What its questions may say. */
export const WORDS: readonly string[] = [
  "after",
  "by",
  "events",
  "every",
  "exact",
  "from",
  "kind",
  "limit",
  "measures",
  "source",
  "timeout",
  "timezone",
  "to",
  "where",
];
