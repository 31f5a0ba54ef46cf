"use client";

import { CopyButton, Table, UnstyledButton } from "@mantine/core";
import { Panel } from "@/shell/Page";
import { Waiting } from "@/shell/states";
import classes from "./Connect.module.css";

interface Key {
  scope: string;
  sql: boolean;
  ending: string;
  key?: string;
}

const MAY: Record<string, string> = {
  write: "Send events",
  read: "Ask questions, look at everything here",
  admin: "Everything, also delete people",
};

/** The keys of the project; secrets only for those who may see them. */
export function KeyList({ keys }: { keys: Key[] | undefined }) {
  return (
    <Panel title="Keys of this project" note="kept in keys.yaml in the data folder" flush>
      {keys === undefined ? (
        <div style={{ padding: "0.5rem 0.875rem 0.875rem" }}>
          <Waiting height="6rem" />
        </div>
      ) : (
        <Table fz="xs" verticalSpacing={6} horizontalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Key</Table.Th>
              <Table.Th>May</Table.Th>
              <Table.Th>
                <span className="visually-hidden">Copy</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {keys.map((key) => (
              <Table.Tr key={`${key.scope} ${key.ending} ${key.key ?? ""}`}>
                <Table.Td>
                  <span className={classes.scope} data-scope={key.scope}>
                    {key.scope}
                  </span>{" "}
                  {key.ending !== "" && <code className={classes.ending}>…{key.ending}</code>}
                </Table.Td>
                <Table.Td>
                  {MAY[key.scope]}
                  {key.sql ? ", SQL too" : ""}
                </Table.Td>
                <Table.Td align="right">
                  {key.key === undefined ? (
                    <span className={classes.hidden}>hidden</span>
                  ) : (
                    <CopyButton value={key.key}>
                      {({ copied, copy }) => (
                        <UnstyledButton
                          className={classes.link}
                          onClick={copy}
                          aria-label={`Copy the ${key.scope} key`}
                        >
                          {copied ? "Copied" : "Copy"}
                        </UnstyledButton>
                      )}
                    </CopyButton>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
