"use client";

import { Checkbox, NumberInput, Select } from "@mantine/core";
import classes from "@/builder/builder.module.css";
import { EventInput, EventsInput } from "@/builder/EventsInput";
import { completeOnly, FiltersInput } from "@/builder/FiltersInput";
import { type PathsQuestion, withoutNothing } from "@/question/model";
import { questionCodec } from "./codec";
import { KindPage } from "./KindPage";
import { Choice } from "./RetentionPage";

const CODEC = questionCodec<PathsQuestion>({
  kind: "paths",
  steps: 4,
  within: "30m",
  limit: 40,
  from: "-1d",
});

type Anchor = "sessions" | "start" | "end";

/** The ways that people take. */
export function PathsPage() {
  return (
    <KindPage<PathsQuestion>
      title="Paths"
      about="The ways that people take"
      codec={CODEC}
      askable={(question) =>
        question.start === "" || question.end === ""
          ? null
          : withoutNothing({ ...question, where: completeOnly(question.where) })
      }
      incomplete="Choose the event that paths start from or lead to."
      height={() => "clamp(22rem, 62vh, 48rem)"}
      builder={(question, change) => {
        const anchor: Anchor =
          question.start !== undefined ? "start" : question.end !== undefined ? "end" : "sessions";
        return (
          <>
            <Choice
              name="Paths"
              value={anchor}
              options={{ sessions: "Of visits", start: "From", end: "To" }}
              onChange={(next) =>
                change({ start: next === "start" ? "" : undefined, end: next === "end" ? "" : undefined })
              }
            />
            {anchor !== "sessions" && (
              <div>
                <div className={classes.label}>{anchor === "start" ? "They start from" : "They lead to"}</div>
                <EventInput
                  label="Event"
                  value={(anchor === "start" ? question.start : question.end) ?? ""}
                  onChange={(event) => change(anchor === "start" ? { start: event } : { end: event })}
                />
              </div>
            )}
            <EventsInput
              label="Only these events"
              value={question.events}
              onChange={(events) => change({ events })}
            />
            <NumberInput
              label="Steps"
              size="xs"
              min={1}
              max={10}
              value={question.steps ?? 5}
              onChange={(steps) => change({ steps: Number(steps) || undefined })}
            />
            <Select
              label="A pause that ends a path"
              size="xs"
              allowDeselect={false}
              data={[
                { value: "5m", label: "5 minutes" },
                { value: "30m", label: "30 minutes" },
                { value: "1h", label: "1 hour" },
                { value: "1d", label: "1 day" },
              ]}
              value={question.within ?? "30m"}
              onChange={(within) => change({ within: within ?? "30m" })}
            />
            <NumberInput
              label="Ways to show"
              size="xs"
              min={5}
              max={200}
              value={question.limit ?? 50}
              onChange={(limit) => change({ limit: Number(limit) || undefined })}
            />
            <Checkbox
              label="Show repeats of one event"
              size="xs"
              checked={question.repeats === true}
              onChange={(event) => change({ repeats: event.currentTarget.checked || undefined })}
            />
            <FiltersInput
              value={question.where}
              onChange={(where) => change({ where })}
              events={question.events}
            />
          </>
        );
      }}
    />
  );
}
