"use client";

import { Table, UnstyledButton } from "@mantine/core";
import { count } from "@/format/numbers";
import { ago, time } from "@/format/times";
import classes from "./People.module.css";
import type { Person } from "./people";

export function PeopleTable({
  people,
  chosen,
  onChoose,
}: {
  people: Person[];
  /** Who stands beside the table, which then has less room; empty when nobody does. */
  chosen: string;
  onChoose(user: string): void;
}) {
  const seen = people.some((person) => person.last !== undefined);
  const roomy = chosen === "";
  const traits = people.some((person) => Object.keys(person.properties).length > 0);
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table
        fz="xs"
        verticalSpacing={6}
        horizontalSpacing="sm"
        highlightOnHover
        className={classes.table}
        data-testid="people"
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Person</Table.Th>
            {traits && <Table.Th>Properties</Table.Th>}
            {seen && roomy && <Table.Th>First seen</Table.Th>}
            {seen && <Table.Th>Last seen</Table.Th>}
            <Table.Th className={classes.number}>Events</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((person) => (
            <Table.Tr key={person.user} data-chosen={person.user === chosen} className={classes.row}>
              <Table.Td>
                <UnstyledButton
                  className={classes.name}
                  title={person.user}
                  onClick={() => onChoose(person.user)}
                  aria-expanded={person.user === chosen}
                >
                  {person.user}
                </UnstyledButton>
              </Table.Td>
              {traits && (
                <Table.Td className={classes.traits}>
                  {Object.entries(person.properties)
                    .map(([name, value]) => `${name} ${String(value)}`)
                    .join(" · ")}
                </Table.Td>
              )}
              {seen && roomy && (
                <Table.Td>{person.first === undefined ? "" : time(person.first, "dateTime")}</Table.Td>
              )}
              {seen && <Table.Td>{person.last === undefined ? "" : ago(person.last)}</Table.Td>}
              <Table.Td className={classes.number}>{count(person.count)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
