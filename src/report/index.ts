// Reports: the public names. `buildReport(sourceOfFit(fit))`, or `sourceOfRun(await openRun(folder))`.

export { buildReport, type Report, type ReportChart, type ReportOptions } from "./build-report.ts";
export { sourceOfFit, sourceOfRun } from "./from-run.ts";
export type { ReportAbout, ReportSource } from "./shell/index.ts";
export { buildModelReport, type ModelReport, type Replicated } from "./model-report.ts";
export { buildPriorReport, type PriorReportSource } from "./prior-report.ts";
export {
  checkLoosePath,
  checkReportTarget,
  type ReportedRun,
  writeCharts,
  writeLooseReport,
  writeReport,
} from "./write-report.ts";
export { closeSvgDocument, renderPng, renderSvg, standaloneSvg, svgDocument } from "../charts/server/index.ts";
