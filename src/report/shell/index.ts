// What other folders take from report/shell.

export { type CurveWords, curveWords, drivenBy, drivingColumns } from "./curve-words.ts";
export { chartOptions, type DrawFigure, figureDrawer } from "./draw.ts";
export { intervalInText, withInterval } from "./figures.ts";
export { capitalized, html, Html, trusted } from "./html.ts";
export { pageHtml } from "./page.ts";
export { type Figure, type Section, sectionHtml } from "./section.ts";
export type { ReportAbout, ReportSource } from "./source.ts";
export { reportStyle } from "./style.ts";
export { type ReportColumn, table } from "./table.ts";
