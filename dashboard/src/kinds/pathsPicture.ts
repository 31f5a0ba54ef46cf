import type { EChartsCoreOption } from "@/charts/echarts";
import { tooltipRow, tooltipStyle, tooltipTitle } from "@/charts/trendOption";
import { count } from "@/format/numbers";
import { type Answer, column, numberOf, textOf } from "@/question/model";
import { type Palette, seriesColor } from "@/theme/palette";

export interface Edge {
  step: number;
  source: string;
  target: string;
  count: number;
  people: number;
}

export function edgesOf(answer: Answer): Edge[] {
  const steps = column(answer, "step");
  const sources = column(answer, "source");
  const targets = column(answer, "target");
  const counts = column(answer, "count");
  const people = column(answer, "people");
  return answer.rows.map((_, index) => ({
    step: numberOf(steps[index]),
    source: textOf(sources[index]),
    target: textOf(targets[index]),
    count: numberOf(counts[index]),
    people: numberOf(people[index]),
  }));
}

const id = (step: number, name: string): string => `${step}\n${name}`;
const nameOf = (node: string): string => node.slice(node.indexOf("\n") + 1);

/** Streams from one event to the next; the same name at another step is another node. */
export function pathsOption(edges: Edge[], palette: Palette): EChartsCoreOption {
  const names = [...new Set(edges.flatMap((edge) => [edge.source, edge.target]))];
  const nodes = new Set(
    edges.flatMap((edge) => [id(edge.step, edge.source), id(edge.step + 1, edge.target)]),
  );
  const colorOf = (node: string) => seriesColor(palette, names.indexOf(nameOf(node)), "");
  return {
    tooltip: {
      ...tooltipStyle(palette),
      formatter: (point: {
        dataType: string;
        name: string;
        value: number;
        data: Partial<Edge> & { people?: number };
      }) =>
        point.dataType === "edge"
          ? tooltipTitle(
              `${nameOf(String((point.data as { source?: string }).source))} → ${nameOf(String((point.data as { target?: string }).target))}`,
            ) +
            tooltipRow(palette.accent, "Times", count(point.value)) +
            tooltipRow(palette.quiet, "People", count(point.data.people ?? 0))
          : tooltipTitle(nameOf(point.name)) + tooltipRow(palette.accent, "Times", count(point.value)),
    },
    series: [
      {
        type: "sankey",
        left: 8,
        right: 130,
        top: 8,
        bottom: 8,
        nodeWidth: 12,
        nodeGap: 10,
        draggable: false,
        emphasis: { focus: "adjacency" },
        data: [...nodes].map((node) => ({ name: node, itemStyle: { color: colorOf(node), borderWidth: 0 } })),
        links: edges.map((edge) => ({
          source: id(edge.step, edge.source),
          target: id(edge.step + 1, edge.target),
          value: edge.count,
          people: edge.people,
        })),
        lineStyle: { color: "source", opacity: 0.22, curveness: 0.5 },
        label: {
          color: palette.ink,
          formatter: ({ name }: { name: string }) => nameOf(name),
        },
      },
    ],
  };
}
