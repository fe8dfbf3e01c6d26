// What the data have said beyond the priors.

import { priorPosterior } from "../../charts/fit/index.ts";
import type { Analysis } from "../../decisions/advice/index.ts";
import { identificationText, type PriorPosterior, saysNothing } from "../../decisions/predictions/index.ts";
import { shownParameters } from "../../mmm/specification/index.ts";
import { type DrawFigure, type Html, html, type Figure, type Section, table } from "../shell/index.ts";
import { estimateAlone, figure, percent, statisticWords } from "../../words/index.ts";

/** Panels of a chart: more cannot be told apart on paper. */
const mostPanels = 12;

export async function priorPosteriorPage({ checks }: Analysis, draw: DrawFigure): Promise<Section> {
  // Of a panel, single geos are in the table of how they are pooled.
  const all = checks.priorPosterior.filter(({ geo }) => geo === undefined);
  const chart = (comparisons: readonly PriorPosterior[]): Parameters<typeof priorPosterior>[0]["parameters"] =>
    comparisons.slice(0, mostPanels).map((each) => ({
      name: each.channel ?? each.name,
      values: each.grid.edges.slice(1).map((edge, i) => (edge + each.grid.edges[i]) / 2),
      prior: each.grid.prior,
      posterior: each.grid.posterior,
      saysLittle: saysNothing(each),
    }));
  const returns = all.filter(({ of }) => of === "roi");
  const figures: Figure[] = [];
  if (returns.length > 0) {
    figures.push(
      await draw(
        "prior-posterior-roi",
        priorPosterior,
        { parameters: chart(returns), quantity: "ROI" },
        {
          finding: identificationText("ROI", labeled(returns)),
          howToRead: `The dashed curve is the prior, the filled curve the posterior. Where the two agree, the result reflects the prior.${hidden(returns)}`,
          table: comparisonTable("Prior and posterior of every parameter and ROI", all),
        },
      ),
    );
  }
  for (const { name: parameter, words } of shownParameters()) {
    const own = all.filter(({ of, kind }) => kind === "parameter" && of === parameter);
    if (own.length === 0) continue;
    figures.push(
      await draw(
        `prior-posterior-${parameter}`,
        priorPosterior,
        { parameters: chart(own), quantity: words.split(":")[0].split(",")[0] },
        {
          finding: identificationText(words.split(/[:,]/)[0], labeled(own)),
          howToRead: `Prior (dashed) and posterior (filled) of the ${words}.${hidden(own)}`,
          table: comparisonTable(`Prior and posterior of the ${words}`, own),
        },
      ),
    );
  }
  return {
    id: "prior-posterior",
    title: "Prior and posterior",
    ...(returns.length > 0 ? {} : { lead: html`<p>Fixed priors determine the ROI of every channel.</p>` }),
    figures,
  };
}

function labeled(comparisons: readonly PriorPosterior[]): Parameters<typeof identificationText>[1] {
  return comparisons.map(({ channel, name, contraction, overlap }) => ({
    label: channel ?? name,
    contraction,
    overlap,
  }));
}

function comparisonTable(caption: string, comparisons: readonly PriorPosterior[]): Html {
  return table(caption, [
    { title: "name", cells: comparisons.map(({ name }) => name) },
    {
      title: `prior ${statisticWords(comparisons.map(({ prior }) => prior))}`,
      align: "right",
      cells: comparisons.map(({ prior }) => estimateAlone(prior, figure)),
    },
    {
      title: `posterior ${statisticWords(comparisons.map(({ posterior }) => posterior))}`,
      align: "right",
      cells: comparisons.map(({ posterior }) => estimateAlone(posterior, figure)),
    },
    { title: "reduction of spread", align: "right", cells: comparisons.map((each) => percent(each.contraction)) },
    { title: "overlap", align: "right", cells: comparisons.map(({ overlap }) => percent(overlap)) },
  ]);
}

/** That a chart does not show all. */
function hidden({ length }: readonly PriorPosterior[]): string {
  return length > mostPanels ? ` The chart shows the first ${mostPanels} of ${length}; the table lists all.` : "";
}
