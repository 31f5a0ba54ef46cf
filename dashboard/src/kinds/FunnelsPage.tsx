"use client";

import { SegmentedControl, Select, Table } from "@mantine/core";
import { BreakdownInput } from "@/builder/BreakdownInput";
import classes from "@/builder/builder.module.css";
import { completeOnly, FiltersInput } from "@/builder/FiltersInput";
import { count, duration, percent } from "@/format/numbers";
import type { Answer, FunnelQuestion } from "@/question/model";
import { withoutNothing } from "@/question/model";
import { questionCodec } from "./codec";
import { funnelOf } from "./funnelPicture";
import { KindPage } from "./KindPage";
import styles from "./kinds.module.css";
import { completeSteps, eventOf, StepsInput } from "./StepsInput";

const CODEC = questionCodec<FunnelQuestion>({
  kind: "funnel",
  steps: ["signed_up", "feature_used", "purchase"],
  within: "1d",
  from: "-7d",
});

const WITHIN = [
  { value: "10m", label: "10 minutes" },
  { value: "30m", label: "30 minutes" },
  { value: "1h", label: "1 hour" },
  { value: "6h", label: "6 hours" },
  { value: "1d", label: "1 day" },
  { value: "7d", label: "7 days" },
  { value: "14d", label: "14 days" },
  { value: "30d", label: "30 days" },
];

/** How many get from the first step to the last, and where the others stay behind. */
export function FunnelsPage() {
  return (
    <KindPage<FunnelQuestion>
      title="Funnels"
      about="How many get from the first step to the last"
      codec={CODEC}
      askable={askable}
      incomplete="A funnel has at least two steps, each with an event."
      builder={(question, change) => (
        <>
          <StepsInput value={question.steps} onChange={(steps) => change({ steps })} />
          <div>
            <div className={classes.label}>Order</div>
            <SegmentedControl
              size="xs"
              fullWidth
              aria-label="Order"
              value={question.order ?? "ordered"}
              onChange={(order) => change({ order: order as FunnelQuestion["order"] })}
              data={[
                { value: "ordered", label: "In order" },
                { value: "strict", label: "Directly" },
                { value: "any", label: "Any" },
              ]}
            />
          </div>
          <Select
            label="Within"
            size="xs"
            allowDeselect={false}
            data={
              WITHIN.some((each) => each.value === question.within) || question.within === undefined
                ? WITHIN
                : [...WITHIN, { value: question.within, label: question.within }]
            }
            value={question.within ?? "7d"}
            onChange={(within) => change({ within: within ?? "7d" })}
          />
          <FiltersInput value={question.where} onChange={(where) => change({ where })} />
          <BreakdownInput
            value={question.by}
            onChange={(by) => change({ by })}
            events={[eventOf(question.steps[0])]}
            most={1}
          />
        </>
      )}
      below={(answer, question) => <StepsTable answer={answer} by={question.by ?? []} />}
    />
  );
}

function askable(question: FunnelQuestion): FunnelQuestion | null {
  const steps = completeSteps(question.steps ?? []);
  return steps.length < 2
    ? null
    : withoutNothing({ ...question, steps, where: completeOnly(question.where) });
}

function StepsTable({ answer, by }: { answer: Answer; by: string[] }) {
  const groups = funnelOf(answer, by);
  return (
    <Table.ScrollContainer minWidth={520} className={styles.table}>
      <Table fz="xs" verticalSpacing={5} horizontalSpacing="xs" data-testid="steps">
        <Table.Thead>
          <Table.Tr>
            {by.length > 0 && <Table.Th>{by.join(", ")}</Table.Th>}
            <Table.Th>Step</Table.Th>
            <Table.Th className={styles.number}>People</Table.Th>
            <Table.Th className={styles.number}>Of the start</Table.Th>
            <Table.Th className={styles.number}>Of the step before</Table.Th>
            <Table.Th className={styles.number}>Left behind</Table.Th>
            <Table.Th className={styles.number}>Half take up to</Table.Th>
            <Table.Th className={styles.number}>90 % take up to</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {groups.flatMap((group) =>
            group.steps.map((step, index) => (
              <Table.Tr key={`${group.name} ${step.step}`}>
                {by.length > 0 && <Table.Td>{index === 0 ? group.name : ""}</Table.Td>}
                <Table.Td>
                  {step.step}. {step.name}
                </Table.Td>
                <Table.Td className={styles.number}>
                  <b>{count(step.people)}</b>
                </Table.Td>
                <Table.Td className={styles.number}>{percent(step.rate)}</Table.Td>
                <Table.Td className={styles.number}>{index === 0 ? "" : percent(step.stepRate)}</Table.Td>
                <Table.Td className={styles.number}>
                  {index === 0 ? "" : count((group.steps[index - 1]?.people ?? 0) - step.people)}
                </Table.Td>
                <Table.Td className={styles.number}>
                  {step.medianSeconds === null ? "" : duration(step.medianSeconds)}
                </Table.Td>
                <Table.Td className={styles.number}>
                  {step.p90Seconds === null ? "" : duration(step.p90Seconds)}
                </Table.Td>
              </Table.Tr>
            )),
          )}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
