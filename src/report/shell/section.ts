// The parts of the report: a section with its figures; each figure says what it shows, shows it, and how to read it.

import { type Html, html, trusted } from "./html.ts";

export interface Figure {
  /** Kebab-case, unique in the report. */
  readonly id: string;
  /** One sentence: what the chart shows here, with its figures. */
  readonly finding: string;
  /** The chart. */
  readonly svg: string;
  readonly howToRead: string;
  /** The chart's numbers as a table. */
  readonly table?: Html;
}

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly lead?: Html;
  readonly figures: readonly Figure[];
  readonly after?: Html;
}

export function sectionHtml({ id, title, lead, figures, after }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${lead}${figures.map(figureHtml)}${after}</section>
`;
}

function figureHtml({ finding, svg, howToRead, table }: Figure): Html {
  return html`<figure><p class="finding">${finding}</p>
<div class="chart">${trusted(svg)}</div>
<figcaption><strong>How to read it.</strong> ${howToRead}</figcaption>
${table === undefined ? undefined : html`<details><summary>Table</summary>${table}</details>`}</figure>
`;
}
