// What other folders take from charts/frame.

export type { Interval } from "../../decisions/draws/index.ts";
export {
  axisTitle,
  bottomAxis,
  bottomAxisHeight,
  leftAxis,
  leftAxisWidth,
  leftTitleHeight,
  referenceLine,
} from "./axes.ts";
export {
  type Chart,
  type ChartOptions,
  type Drawing,
  type SvgGroup,
  px,
  settingsOf,
  startChart,
  svgNamespace,
  outcomeWords,
  periodWord,
  targetWords,
} from "./chart.ts";
export { domainOf, curveStatistic, drawBandedCurve, drawInterval } from "./intervals.ts";
export { evenGrid, kernelDensity } from "./kernel-density.ts";
export { drawNote, limitLine, logTicks, noteHeight, noteLines, sparseTicks, whole, worstRows } from "./labeled-rows.ts";
export { boxKey, dotKey, drawLegend, intervalKey, legendHeight, type LegendItem, lineKey } from "./legend.ts";
export { drawPanelAxes, drawPanelNames, type Panel, type PanelAxis, panelAxis, panelGrid } from "./panels.ts";
export { bandPath, dotsPath, linePath } from "./paths.ts";
export { drawPlot } from "./plot.ts";
export { drawRowNames, rowLayout, type RowLayout } from "./rows.ts";
export { lineDash, neutralFill, seriesColor, seriesFill } from "./series.ts";
export { fitNames, fitText, spreadLabels, textWidth, widestText, wrapText } from "./text.ts";
export { darkColors, darkCss, defaultTheme, fontSize, lightColors, lightCss, type Theme } from "./theme.ts";
export { weekAxis, weekDates, weekScale } from "./weeks.ts";
