/** The parts of the chart library that pages use, and no others. Loaded when the first chart is shown. */
import { BarChart, HeatmapChart, LineChart, SankeyChart } from "echarts/charts";
import {
  AriaComponent,
  BrushComponent,
  GridComponent,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";

use([
  AriaComponent,
  BarChart,
  BrushComponent,
  CanvasRenderer,
  GridComponent,
  HeatmapChart,
  LineChart,
  SankeyChart,
  ToolboxComponent,
  TooltipComponent,
  VisualMapComponent,
]);

export type { ECharts, EChartsCoreOption } from "echarts/core";
export { init };
