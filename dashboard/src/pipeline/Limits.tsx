"use client";

import { ScrollArea, Table, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { Panel } from "@/shell/Page";
import { Empty } from "@/shell/states";
import classes from "./PipelinePage.module.css";

/** Every setting that holds, so that nobody has to look for the configuration. */
export function Limits({ limits }: { limits: Record<string, string | undefined> }) {
  const [filter, setFilter] = useState("");
  const rows = Object.entries(limits).filter(([name]) => name.includes(filter.trim().toLowerCase()));
  return (
    <Panel
      title="Limits and settings"
      note={`${Object.keys(limits).length} that hold now`}
      flush
      className={classes.wide}
      actions={
        <TextInput
          size="xs"
          aria-label="Filter settings"
          placeholder="Filter"
          leftSection={<IconSearch size="0.875rem" aria-hidden />}
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      }
    >
      {rows.length === 0 ? (
        <Empty title="No setting has this in its name" />
      ) : (
        <ScrollArea.Autosize
          mah="18rem"
          type="auto"
          viewportProps={{ tabIndex: 0, role: "region", "aria-label": "Limits and settings" }}
        >
          <Table fz="xs" verticalSpacing={4} horizontalSpacing="sm" className={classes.limits}>
            <Table.Tbody>
              {rows.map(([name, value]) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{name}</Table.Th>
                  <Table.Td>{value === "" ? "not set" : value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollArea.Autosize>
      )}
    </Panel>
  );
}
