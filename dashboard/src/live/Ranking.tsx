"use client";

import { Table } from "@mantine/core";
import { useMemo } from "react";
import { Spark } from "@/charts/Spark";
import { count } from "@/format/numbers";
import type { Answer } from "@/question/model";
import { Panel } from "@/shell/Page";
import { Empty, Waiting } from "@/shell/states";
import classes from "./LivePage.module.css";
import { ranking } from "./questions";

/** The largest groups of the last hour, each with its trend by the minute. */
export function Ranking({
  title,
  id,
  answer,
  property,
}: {
  title: string;
  id: string;
  answer: Answer | undefined;
  property: string;
}) {
  const rows = useMemo(() => (answer === undefined ? undefined : ranking(answer)), [answer]);
  const most = Math.max(1, ...(rows ?? []).filter((row) => row.name !== "other").map((row) => row.total));
  return (
    <Panel title={title} note="last hour" flush className={classes.ranking}>
      {rows === undefined ? (
        <div style={{ padding: "0.5rem 0.875rem" }}>
          <Waiting height="14rem" />
        </div>
      ) : rows.length === 0 ? (
        <Empty title="Nothing in the last hour">
          Events with the property <code>{property}</code> appear here as they arrive.
        </Empty>
      ) : (
        <Table data-testid={id} verticalSpacing={3} horizontalSpacing="xs" fz="xs" withRowBorders={false}>
          <Table.Thead className="visually-hidden">
            <Table.Tr>
              <Table.Th>{property}</Table.Th>
              <Table.Th>By the minute</Table.Th>
              <Table.Th>Events</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.name} className={row.name === "other" ? classes.rest : undefined}>
                <Table.Td>
                  <span className={classes.name} title={row.name}>
                    <span
                      className={classes.bar}
                      style={{ width: `${Math.min(100, (100 * row.total) / most)}%` }}
                    />
                    <span>{row.name}</span>
                  </span>
                </Table.Td>
                <Table.Td className={classes.trend}>
                  <Spark values={row.trend} label={`Trend of ${row.name}`} />
                </Table.Td>
                <Table.Td className={classes.number}>{count(row.total)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
