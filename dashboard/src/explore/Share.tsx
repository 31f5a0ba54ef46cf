"use client";

import { Button, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconBraces,
  IconCheck,
  IconCsv,
  IconLayoutDashboard,
  IconLink,
  IconPhoto,
  IconShare2,
  IconTerminal2,
} from "@tabler/icons-react";
import { type RefObject, useState } from "react";
import { AddToBoard } from "@/boards/AddToBoard";
import type { ChartHandle } from "@/charts/Chart";
import type { Answer, Question } from "@/question/model";
import { csvOf, curlOf } from "@/question/series";
import type { View } from "./state";

/** Hands a file to the browser. */
export function download(name: string, url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
}

/** The view as a link, the question for programs, the answer as a file. */
export function Share({
  question,
  answer,
  chart,
  view,
}: {
  question: Question | null;
  answer: Answer | undefined;
  chart?: RefObject<ChartHandle | null>;
  view?: View;
}) {
  const [adding, setAdding] = useState(false);
  const clipboard = useClipboard({ timeout: 1500 });
  const saveCsv = () => {
    if (answer !== undefined) {
      const url = URL.createObjectURL(new Blob([csvOf(answer)], { type: "text/csv" }));
      download("millrace.csv", url);
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    }
  };
  const savePicture = () => {
    const picture = chart?.current?.picture();
    if (picture !== undefined) {
      download("millrace.png", picture);
    }
  };
  const pictured = chart !== undefined && view !== "table" && view !== "number";
  return (
    <>
      {question !== null && (
        <AddToBoard
          question={question}
          view={view ?? "line"}
          opened={adding}
          onClose={() => setAdding(false)}
        />
      )}
      <Menu position="bottom-end" width={210} shadow="md">
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={
              clipboard.copied ? <IconCheck size="0.9375rem" /> : <IconShare2 size="0.9375rem" stroke={1.6} />
            }
          >
            {clipboard.copied ? "Copied" : "Share"}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconLayoutDashboard size="1rem" stroke={1.6} />}
            disabled={question === null}
            onClick={() => setAdding(true)}
          >
            Add to a board
          </Menu.Item>
          <Menu.Label>Copy</Menu.Label>
          <Menu.Item
            leftSection={<IconLink size="1rem" stroke={1.6} />}
            onClick={() => clipboard.copy(location.href)}
          >
            Link to this view
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBraces size="1rem" stroke={1.6} />}
            disabled={question === null}
            onClick={() => clipboard.copy(JSON.stringify(question, null, 2))}
          >
            Question as JSON
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTerminal2 size="1rem" stroke={1.6} />}
            disabled={question === null}
            onClick={() => question !== null && clipboard.copy(curlOf(question, location.origin))}
          >
            Question as curl
          </Menu.Item>
          <Menu.Label>Download</Menu.Label>
          <Menu.Item
            leftSection={<IconCsv size="1rem" stroke={1.6} />}
            disabled={answer === undefined}
            onClick={saveCsv}
          >
            Answer as CSV
          </Menu.Item>
          {pictured && (
            <Menu.Item leftSection={<IconPhoto size="1rem" stroke={1.6} />} onClick={savePicture}>
              Chart as PNG
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
