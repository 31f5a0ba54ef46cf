import { LOCAL_ZONE } from "@/format/times";
import { type Codec, parsed } from "@/question/address";
import { type Question, withoutNothing } from "@/question/model";

/** The whole question in the address. */
export function questionCodec<Q extends Question>(start: Q): Codec<Q> {
  const beginning = { timezone: LOCAL_ZONE, ...start };
  return {
    read: (parameters) => ({ ...parsed<Q>(parameters.get("q"), beginning), kind: start.kind }),
    write: (question) => ({ q: JSON.stringify(withoutNothing(question)) }),
  };
}
