// What the office's charts need of Apache ECharts, and no more: bars, lines, a threshold line, SVG only. Bundled by tools/vendor.sh.
import { init, use } from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

use([BarChart, LineChart, GridComponent, LegendPlainComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);
window.echarts = { init };
