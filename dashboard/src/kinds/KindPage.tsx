"use client";

import { useDebouncedValue } from "@mantine/hooks";
import { type ReactNode, useRef } from "react";
import { useAnswer } from "@/api/useAnswer";
import classes from "@/builder/builder.module.css";
import { RangeInput } from "@/builder/RangeInput";
import { SchemaProvider } from "@/builder/schema";
import type { ChartHandle } from "@/charts/Chart";
import { AnswerNote } from "@/explore/AnswerNote";
import layout from "@/explore/Explore.module.css";
import { Share } from "@/explore/Share";
import { LOCAL_ZONE } from "@/format/times";
import { type Codec, useAddress } from "@/question/address";
import type { Answer, Question } from "@/question/model";
import { Page, Panel } from "@/shell/Page";
import { Empty, ProblemNotice, Waiting } from "@/shell/states";
import { Picture, showsNobody } from "./Picture";

interface Props<Q extends Question> {
  title: string;
  about: string;
  codec: Codec<Q>;
  /** The question without what is still being written; null while there is nothing to ask. */
  askable(question: Q): Q | null;
  incomplete: string;
  builder(question: Q, change: (part: Partial<Q>) => void): ReactNode;
  /** What stands below the picture. */
  below?(answer: Answer, question: Q): ReactNode;
  /** What stands beside the title of the answer. */
  legend?(question: Q): ReactNode;
  height?(answer: Answer): string;
}

/** A page for one kind of question: its builder, and its answer as a picture. */
export function KindPage<Q extends Question>(props: Props<Q>) {
  return (
    <SchemaProvider>
      <Kind {...props} />
    </SchemaProvider>
  );
}

const HEIGHT = "clamp(18rem, 52vh, 42rem)";

function Kind<Q extends Question>({
  title,
  about,
  codec,
  askable,
  incomplete,
  builder,
  below,
  legend,
  height,
}: Props<Q>) {
  const [question, setQuestion] = useAddress(codec);
  const chart = useRef<ChartHandle>(null);
  const asked = askable(question);
  const [settled] = useDebouncedValue(asked === null ? null : JSON.stringify(asked), 250);
  const settledQuestion = settled === null ? null : (JSON.parse(settled) as Q);
  const answer = useAnswer(settledQuestion);
  const change = (part: Partial<Q>) => setQuestion({ ...question, ...part });
  return (
    <Page
      title={title}
      about={about}
      actions={
        <>
          <RangeInput
            value={question}
            zone={question.timezone ?? LOCAL_ZONE}
            onChange={(range) => change({ from: range.from, to: range.to } as Partial<Q>)}
            onZone={(timezone) => change({ timezone } as Partial<Q>)}
          />
          <Share question={asked} answer={answer.data} chart={chart} />
        </>
      }
    >
      <div className={layout.layout}>
        <Panel className={layout.builder}>
          <div className={classes.panel}>{builder(question, change)}</div>
        </Panel>
        <Panel
          className={layout.answer}
          title="Answer"
          note={<AnswerNote answer={answer.data} tookMs={answer.tookMs} loading={answer.loading} />}
          actions={legend?.(question)}
        >
          {answer.problem !== undefined && <ProblemNotice problem={answer.problem} onRetry={answer.reload} />}
          {asked === null ? (
            <Empty title="The question is not complete">{incomplete}</Empty>
          ) : answer.data === undefined || settledQuestion === null ? (
            answer.problem === undefined && <Waiting height={HEIGHT} />
          ) : (
            <>
              <Picture
                answer={answer.data}
                question={settledQuestion}
                height={height?.(answer.data) ?? HEIGHT}
                chart={chart}
              />
              {!showsNobody(answer.data, settledQuestion) && below?.(answer.data, settledQuestion)}
            </>
          )}
        </Panel>
      </div>
    </Page>
  );
}
