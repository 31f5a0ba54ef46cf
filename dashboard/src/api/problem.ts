/** What the server says when it cannot do what it was asked (RFC 9457), and what we say when it says nothing. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly hint?: string,
    readonly retryAfterMs = 0,
  ) {
    super(detail);
    this.name = "Problem";
  }

  /** The key is not known, or may not do this. */
  get isAboutTheKey(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

const RETRYABLE = new Set([0, 429, 503, 504]);

/** Whether the same request may succeed when it is sent again. */
export function isRetryable(problem: Problem): boolean {
  return RETRYABLE.has(problem.status);
}

interface ProblemBody {
  code?: unknown;
  detail?: unknown;
  hint?: unknown;
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

/** From the body of an answer, which may be anything when a proxy made it. */
export function problemOf(status: number, body: unknown, retryAfter: string | null = null): Problem {
  const told: ProblemBody = typeof body === "object" && body !== null ? body : {};
  return new Problem(
    status,
    text(told.code) ?? `http_${status}`,
    text(told.detail) ?? `The server answered with status ${status}.`,
    text(told.hint),
    1000 * (Number(retryAfter) || 0),
  );
}

/** From whatever was thrown while asking. */
export function problemFrom(thrown: unknown): Problem {
  if (thrown instanceof Problem) {
    return thrown;
  }
  return new Problem(
    0,
    "unreachable",
    "The server cannot be reached.",
    "Check that it is running and that this machine can reach it; the page tries again by itself.",
  );
}
