// The cut of ECharts that static/charts.js and static/graph.js draw with.
import {
  BarChart,
  GraphChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
  TreeChart,
  TreemapChart,
} from "echarts/charts";
import {
  AriaComponent,
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, registerLocale, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import en from "echarts/lib/i18n/langEN.js";
import zh from "echarts/lib/i18n/langZH.js";
import { CanvasRenderer, SVGRenderer } from "echarts/renderers";

use([BarChart, GraphChart, HeatmapChart, LineChart, PieChart, SankeyChart, ScatterChart, TreeChart, TreemapChart]);
use([AriaComponent, GridComponent, LegendComponent, TitleComponent, TooltipComponent, VisualMapComponent]);
use([LabelLayout, CanvasRenderer, SVGRenderer]);
registerLocale("EN", en);
registerLocale("ZH", zh);

export { init };
