"use client";

import { Checkbox, Table } from "@mantine/core";
import { measureName } from "@/builder/MeasuresInput";
import type { ColoredSeries } from "@/charts/trendOption";
import { measured } from "@/format/numbers";
import { summary } from "@/question/series";
import classes from "./Explore.module.css";

/** The lines of the chart with their figures; each can be switched off. */
export function SeriesList({
  series,
  off,
  onOff,
  zoomable,
}: {
  series: ColoredSeries[];
  off: string[];
  onOff(names: string[]): void;
  zoomable: boolean;
}) {
  return (
    <>
      {zoomable && <p className={classes.hint}>Drag across the chart to look closer.</p>}
      <Table.ScrollContainer minWidth={420} className={classes.series}>
        <Table fz="xs" verticalSpacing={4} horizontalSpacing="xs" data-testid="series">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Series</Table.Th>
              <Table.Th className={classes.number}>Total or last</Table.Th>
              <Table.Th className={classes.number}>Mean</Table.Th>
              <Table.Th className={classes.number}>Least</Table.Th>
              <Table.Th className={classes.number}>Most</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {series.map((each) => {
              const known = each.values.filter((value): value is number => value !== null);
              const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
              const least = known.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
              const most = known.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
              const on = !off.includes(each.name);
              return (
                <Table.Tr key={each.name} data-off={!on}>
                  <Table.Td>
                    <Checkbox
                      size="xs"
                      color={each.color}
                      label={each.group === "" ? labelOf(each) : each.name}
                      checked={on}
                      onChange={() =>
                        onOff(on ? [...off, each.name] : off.filter((name) => name !== each.name))
                      }
                    />
                  </Table.Td>
                  <Table.Td className={classes.number}>
                    <b>{measured(summary(each).value)}</b>
                  </Table.Td>
                  <Table.Td className={classes.number}>{measured(mean)}</Table.Td>
                  <Table.Td className={classes.number}>{known.length === 0 ? "–" : measured(least)}</Table.Td>
                  <Table.Td className={classes.number}>{known.length === 0 ? "–" : measured(most)}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

function labelOf(series: ColoredSeries): string {
  return series.previous ? `${measureName(series.measure)} (before)` : measureName(series.measure);
}
