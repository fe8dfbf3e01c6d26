// The look of the report: one column, readable on a phone and on paper, light or dark as the reader's system is. Colors are the
// charts' own properties, so that page and charts change together.

import { darkCss, lightCss } from "../../charts/frame/index.ts";

export const reportStyle: string = `
:root { color-scheme: light dark; ${lightCss}; }
@media screen and (prefers-color-scheme: dark) { :root { ${darkCss}; } }
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 54rem; /* with its padding: charts of 832 pixels (draw.ts) */ background: var(--carryover-background); color: var(--carryover-ink);
  font: 16px/1.5 Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; }
h2 { font-size: 1.3rem; margin: 3rem 0 .5rem; padding-top: .5rem; border-top: 1px solid var(--carryover-grid); }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
a { color: var(--carryover-accent); }
.about, figcaption, footer { color: var(--carryover-muted); font-size: .875rem; }
.verdict { border: 1px solid var(--carryover-grid); border-left: .4rem solid var(--carryover-good); background: var(--carryover-shade); padding: .75rem 1rem; margin: 1rem 0; }
.verdict p { margin: .35rem 0; }
.verdict.bad { border-width: 2px; border-left-width: .4rem; }
.verdict.bad > p:first-child { color: var(--carryover-bad); font-size: 1.15rem; font-weight: 600; }
.verdict.REVIEW { border-left-color: var(--carryover-warning); } .verdict.FAIL, .verdict.bad { border-color: var(--carryover-bad); }
.headline > p:first-child { font-size: 1.15rem; font-weight: 600; }
nav ol { columns: 2; column-gap: 2.5rem; padding-left: 1.25rem; font-size: .9rem; }
figure { margin: 1.25rem 0 2rem; break-inside: avoid; }
.finding { font-weight: 600; margin: 0 0 .5rem; }
.chart { overflow-x: auto; }
.chart svg { max-width: 100%; height: auto; display: block; }
.unusable { position: sticky; top: 0; z-index: 1; margin: 0 0 1rem; padding: .25rem .75rem; background: var(--carryover-bad); color: var(--carryover-background); font-weight: 600; }
.advice li { margin-bottom: .5rem; }
code, h1, li, .finding { overflow-wrap: anywhere; }
td, th { overflow-wrap: break-word; }
details { margin-top: .5rem; }
summary { cursor: pointer; color: var(--carryover-accent); font-size: .9rem; }
.table { overflow-x: auto; margin: .5rem 0; }
table { border-collapse: collapse; font-size: .85rem; min-width: 60%; }
caption { text-align: left; color: var(--carryover-muted); padding-bottom: .25rem; }
th, td { padding: .2rem .6rem; border-bottom: 1px solid var(--carryover-grid); text-align: left; font-weight: 400; vertical-align: top; }
thead th { font-weight: 600; }
.date { white-space: nowrap; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
span.PASS { color: var(--carryover-good); font-weight: 600; } span.REVIEW { color: var(--carryover-warning); font-weight: 600; } span.FAIL { color: var(--carryover-bad); font-weight: 600; }
pre { overflow-x: auto; background: var(--carryover-shade); padding: .75rem; font-size: .8rem; }
@media screen and (max-width: 44rem) {
  nav ol { columns: 1; }
  .chart svg { max-width: none; width: 44rem; }
  /* A shadow at the edge behind which a chart goes on (after Lea Verou). */
  .chart, .table {
    background:
      linear-gradient(to right, var(--carryover-background) 30%, transparent) left / 3rem 100% local,
      linear-gradient(to left, var(--carryover-background) 30%, transparent) right / 3rem 100% local,
      radial-gradient(farthest-side at 0 50%, #0007, transparent) left / 1rem 100% scroll,
      radial-gradient(farthest-side at 100% 50%, #0007, transparent) right / 1rem 100% scroll;
    background-repeat: no-repeat;
  }
}
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  nav, summary { display: none; }
  h2 { break-after: avoid; }
  .finding { break-after: avoid; }
  .chart svg { max-height: 19cm; }
  .chart, .table, pre { overflow: visible; }
  details:not([open]), .unusable { display: none; }
  tr, li { break-inside: avoid; }
  a { text-decoration: none; }
}
`;
