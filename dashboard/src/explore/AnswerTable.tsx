"use client";

import { Pagination, Table } from "@mantine/core";
import { useState } from "react";
import { change, percent } from "@/format/numbers";
import type { Answer, Cell } from "@/question/model";
import { shown } from "@/question/series";
import classes from "./Explore.module.css";

const PAGE = 100;

const SHARES = new Set(["share", "rate", "step_rate", "bounce_rate"]);

function cellText(cell: Cell | undefined, column: string, every: string | undefined, zone: string): string {
  if (typeof cell === "number" && SHARES.has(column)) {
    return percent(cell);
  }
  if (typeof cell === "number" && column === "change") {
    return change(cell);
  }
  return shown(cell, column, every, zone);
}

/** Rows and columns as the API answers them. */
export function AnswerTable({
  answer,
  every,
  zone,
  compact = false,
}: {
  answer: Answer;
  every: string | undefined;
  zone: string;
  compact?: boolean;
}) {
  const [page, setPage] = useState(1);
  const pages = Math.ceil(answer.rows.length / PAGE);
  const current = Math.min(page, pages);
  const rows = answer.rows.slice((current - 1) * PAGE, current * PAGE);
  const numeric = answer.columns.map((_, index) =>
    answer.rows.slice(0, 20).some((row) => typeof row[index] === "number"),
  );
  return (
    <>
      <Table.ScrollContainer minWidth={compact ? 200 : 480} maxHeight={compact ? undefined : "34rem"}>
        <Table
          fz="xs"
          verticalSpacing={4}
          horizontalSpacing="sm"
          stickyHeader
          striped={false}
          data-testid="answer"
        >
          <Table.Thead>
            <Table.Tr>
              {answer.columns.map((name, index) => (
                <Table.Th key={name} className={numeric[index] ? classes.number : undefined}>
                  {name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              <Table.Tr key={index}>
                {answer.columns.map((name, at) => (
                  <Table.Td key={name} className={numeric[at] ? classes.number : undefined}>
                    {cellText(row[at], name, every, zone)}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {pages > 1 && (
        <Pagination
          total={pages}
          value={current}
          onChange={setPage}
          size="xs"
          mt="xs"
          getControlProps={(control) => ({ "aria-label": `${control} page` })}
          getItemProps={(item) => ({ "aria-label": `Page ${item}` })}
        />
      )}
    </>
  );
}
