"use client";

import { SegmentedControl } from "@mantine/core";
import { KINDS } from "@/api/kinds";
import { BreakdownInput } from "@/builder/BreakdownInput";
import { EventsInput } from "@/builder/EventsInput";
import { completeOnly, FiltersInput } from "@/builder/FiltersInput";
import { LOCAL_ZONE } from "@/format/times";
import { type Codec, parsed } from "@/question/address";
import { type LifecycleQuestion, type StickinessQuestion, withoutNothing } from "@/question/model";
import { usePalette } from "@/theme/usePalette";
import { KindPage } from "./KindPage";
import styles from "./kinds.module.css";
import { lifecycleLegend } from "./lifecyclePicture";
import { Choice } from "./RetentionPage";

type Asked = LifecycleQuestion | StickinessQuestion;

const START: Asked = { kind: "lifecycle", every: "day", from: "-14d", timezone: LOCAL_ZONE };

const CODEC: Codec<Asked> = {
  read(parameters) {
    const question = parsed<Asked>(parameters.get("q"), START);
    return { ...question, kind: question.kind === "stickiness" ? "stickiness" : "lifecycle" };
  },
  write: (question) => ({ q: JSON.stringify(withoutNothing(question)) }),
};

const KIND_NAMES = { lifecycle: "Lifecycle", stickiness: "Stickiness" };

/** Who is new, who returns, who has gone; and on how many days people come. */
export function LifecyclePage() {
  return (
    <KindPage<Asked>
      title="Lifecycle & stickiness"
      about="Who is new, who returns, who has gone quiet, and how often people come"
      codec={CODEC}
      askable={(question) => withoutNothing({ ...question, where: completeOnly(question.where) })}
      incomplete=""
      legend={(question) => (question.kind === "lifecycle" ? <Legend /> : undefined)}
      builder={(question, change) => (
        <>
          {KINDS.includes("stickiness") && (
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label="Kind of question"
              value={question.kind}
              onChange={(kind) => change({ kind: kind as "lifecycle", by: undefined })}
              data={Object.entries(KIND_NAMES).map(([value, label]) => ({ value, label }))}
            />
          )}
          <EventsInput value={question.events} onChange={(events) => change({ events })} />
          <Choice
            name="Every"
            value={question.every ?? "day"}
            options={{ day: "Day", week: "Week", month: "Month" }}
            onChange={(every) => change({ every: every as Asked["every"] })}
          />
          <FiltersInput
            value={question.where}
            onChange={(where) => change({ where })}
            events={question.events}
          />
          {question.kind === "stickiness" && (
            <BreakdownInput
              value={question.by}
              onChange={(by) => change({ by })}
              events={question.events}
              most={1}
            />
          )}
        </>
      )}
    />
  );
}

function Legend() {
  const palette = usePalette();
  return (
    <ul className={styles.legend}>
      {lifecycleLegend(palette).map((each) => (
        <li key={each.name}>
          <span className={styles.swatch} style={{ background: each.color }} aria-hidden />
          {each.name}
        </li>
      ))}
    </ul>
  );
}
