"use client";

import { Table } from "@mantine/core";
import type { Status } from "@/api/client";
import { count } from "@/format/numbers";
import { Panel } from "@/shell/Page";
import { Empty } from "@/shell/states";
import classes from "./PipelinePage.module.css";
import { partitions } from "./stages";

/** Where log and store stand in each partition of the topic. */
export function Partitions({ status }: { status: Status }) {
  const rows = partitions(status);
  return (
    <Panel title="Partitions" note="of the topic millrace.events" flush className={classes.half}>
      {rows.length === 0 ? (
        <Empty title="No events in the log yet" />
      ) : (
        <Table fz="xs" verticalSpacing={5} horizontalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Partition</Table.Th>
              <Table.Th className={classes.number}>Log ends at</Table.Th>
              <Table.Th className={classes.number}>Stored up to</Table.Th>
              <Table.Th className={classes.number}>Behind</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr key={row.partition}>
                <Table.Td>{row.partition}</Table.Td>
                <Table.Td className={classes.number}>{count(row.end)}</Table.Td>
                <Table.Td className={classes.number}>{count(row.stored)}</Table.Td>
                <Table.Td className={classes.number}>{count(row.behind)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <p className={classes.small}>
        Log {status.positions.log_id}. Anyone can read the topic with ordinary Kafka tools.
      </p>
    </Panel>
  );
}
