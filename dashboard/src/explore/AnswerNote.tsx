import { count, duration, percent } from "@/format/numbers";
import type { Answer } from "@/question/model";

/** Where the answer is from, and how long it took. */
export function AnswerNote({
  answer,
  tookMs,
  loading,
}: {
  answer: Answer | undefined;
  tookMs: number | undefined;
  loading: boolean;
}) {
  if (answer === undefined || loading) {
    return <>{loading ? "asking …" : ""}</>;
  }
  const { elapsed_ms, source, rows_scanned, approximate, relative_error } = answer.meta;
  return (
    <span data-testid="answer-note">
      {duration((elapsed_ms ?? tookMs ?? 0) / 1000)}
      {source !== undefined && ` from ${source}`}
      {rows_scanned !== undefined && rows_scanned > 0 && `, ${count(rows_scanned)} rows read`}
      {approximate === true && `, estimated within ${percent(relative_error ?? 0)}`}
    </span>
  );
}
