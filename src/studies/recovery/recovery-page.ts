// A recovery study as one HTML file with everything in it: the verdict first, then each figure with how to read it.

import { shownParameters } from "../../mmm/specification/index.ts";
import {
  calibrationCoverage,
  calibrationRanks,
  recoveryEstimates,
  recoveryLearned,
  recoveryScores,
} from "../../charts/studies/index.ts";
import { fontFaces, renderSvg } from "../../charts/server/index.ts";
import { leastContraction, binomialRegion } from "../../decisions/predictions/index.ts";
import {
  type DrawFigure,
  figureDrawer,
  capitalized,
  type Html,
  html,
  trusted,
  type Figure,
  type Section,
  sectionHtml,
  reportStyle,
  table,
} from "../../report/shell/index.ts";
import { bandLevel, type Recovery } from "./recovery.ts";
import type { RankUniformity } from "./study-figures.ts";
import { type FittedSet, levels, reportedLevel } from "./recovery-set.ts";
import type { FamilySummary, RowSummary } from "./summarize-rows.ts";
import { familyRate, inOneLine, learningOf, wellNarrowed, wordsOf } from "./verdict.ts";
import { count, duration, figure, fixed, listed, pValue, percent, short } from "../../words/index.ts";

/** Panels and rows that one picture holds and stays legible and small. */
const [mostPanels, mostRows, mostLines] = [12, 30, 6];

/** The page as text. The caller closes the drawing's document (`closeSvgDocument`) when it needs no more pictures. */
export async function recoveryPage(recovery: Recovery, version: string): Promise<string> {
  const { source, datasets, verdict } = recovery;
  const draw = figureDrawer({ targetName: capitalized(source.target) }, renderSvg);
  const sections = recovery.rows.length === 0 ? [] : await sectionsOf(recovery, draw);
  const title = `Recovery of ${source.title}`;
  const good = verdict.status === "PASS";
  const [headline, ...rest] = verdict.sentences;
  const page = html`${trusted("<!doctype html>")}
<html lang="en" data-carryover-recovery>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="carryover ${version}">
<title>${good ? title : `FAIL – ${title}`}</title>
<style>${trusted(await fontFaces())}${trusted(reportStyle)}</style>
</head>
<body>
<header><h1>${title}</h1>
<p class="about">${count(datasets, "data set")} of ${count(source.weeks, source.period)}${source.geos === undefined ? "" : ` in ${count(source.geos.length, "geo")}`}; ${count(source.channels.length, "channel")}; target ${source.target}; seed ${recovery.seed}</p>
</header>
<main>
<div class="verdict headline ${verdict.status}"><p>${capitalized(inOneLine(verdict))}. ${headline}</p>
${rest.map((text) => html`<p>${text}</p>`)}</div>
${verdict.help.length === 0 ? undefined : html`<h2 id="help">What would help</h2><ul>${verdict.help.map((text) => html`<li>${text}</li>`)}</ul>`}
<h2 id="what">Method</h2>
${source.statement.map((text) => html`<p>${text}</p>`)}
${recovery.withoutTruth.length === 0 ? undefined : html`<p>Left out because the truth does not define them: ${listed(recovery.withoutTruth.map(wordsOf))}.</p>`}
<nav aria-label="Contents"><ol>${sections.map(({ id, title: section }) => html`<li><a href="#${id}">${section}</a></li>`)}<li><a href="#fits">Fits</a></li></ol></nav>
${sections.map(sectionHtml)}
${fitsSection(recovery)}
</main>
</body>
</html>
`;
  return page.text;
}

async function sectionsOf(recovery: Recovery, draw: DrawFigure): Promise<readonly Section[]> {
  const { calibration } = recovery;
  return [
    { id: "coverage", title: "Coverage", figures: [await coverageFigure(recovery, draw)] },
    { id: "estimates", title: "Truth and estimates", figures: [await estimatesFigure(recovery, draw)] },
    { id: "bias", title: "Bias", figures: [await scoresFigure(recovery, draw)] },
    { id: "learned", title: "Information in the data", figures: [await learnedFigure(recovery, draw)] },
    ...(calibration === undefined
      ? []
      : [
          {
            id: "ranks",
            title: "Calibration",
            figures: await rankFigures(calibration.rows, calibration.rankedDraws, draw),
          },
        ]),
  ];
}

/** Families where there are any, else their only member. */
function pooled({ families, rows }: Recovery): readonly (FamilySummary | RowSummary)[] {
  const alone = rows.filter(
    ({ group, of }) => group === "quantity" && !families.some((family) => family.group === group && family.of === of),
  );
  return [...families.filter(({ group }) => group === "quantity"), ...alone];
}

function coverageFigure(recovery: Recovery, draw: DrawFigure): Promise<Figure> {
  const { rows } = recovery;
  const fits = Math.max(...rows.map((row) => row.fits));
  const shown = pooled(recovery).slice(0, mostLines);
  const cells = (k: number): string[] =>
    rows.map(({ coverage }) => {
      const { inside, fits: of, lower, upper } = coverage[k];
      return `${percent(inside / of)} (${percent(lower)} to ${percent(upper)})`;
    });
  return draw(
    "recovery-coverage",
    calibrationCoverage,
    {
      quantities: shown.map(({ of, coverage }) => ({
        name: wordsOf(of),
        points: coverage.map(({ level, inside, fits: of }) => ({ nominal: level, empirical: inside / of })),
      })),
      bounds: levels.map((level) => {
        const [fewest, most] = binomialRegion(fits, level, 0.95);
        return { nominal: level, lower: fewest / fits, upper: most / fits };
      }),
      dataSets: fits,
    },
    {
      finding: shown
        .map(({ of, coverage }) => {
          const { inside, fits: cases } = coverage[reportedLevel];
          return `${wordsOf(of)}: ${percent(inside / cases)}`;
        })
        .join(", ")
        .replace(/^/, "Coverage of the 90% credible intervals: "),
      howToRead:
        "90% credible intervals should contain the truth in 90% of the data sets. On the dashed line, coverage is exact; below it, intervals are too narrow or biased; " +
        "above it, they are too wide. The gray area is the range of chance for a single number; curves of several channels together vary less.",
      table: table("Coverage (with the 99% range of correct intervals)", [
        { title: "number", cells: rows.map(({ name }) => wordsOf(name)) },
        ...levels.map((level, k) => ({ title: percent(level), align: "right" as const, cells: cells(k) })),
      ]),
    },
  );
}

function counts(recovery: Recovery, { outcome }: FittedSet): boolean {
  return outcome === "converged" || (recovery.selection === "all" && outcome === "not-converged");
}

function estimatesFigure(recovery: Recovery, draw: DrawFigure): Promise<Figure> {
  const shown = shownParameters().map(({ name }) => name);
  const wanted = ["contribution", "total_contribution", "marginal_roi", ...shown];
  const chosen = recovery.rows
    .filter(({ group, of }) => wanted.includes(of) && !(group === "quantity" && of === "half_saturation"))
    .toSorted((a, b) => wanted.indexOf(a.of) - wanted.indexOf(b.of))
    .slice(0, mostPanels);
  const sets = recovery.sets.filter((set) => counts(recovery, set));
  return draw(
    "recovery-estimates",
    recoveryEstimates,
    {
      numbers: chosen.map(({ group, name }) => ({
        name: wordsOf(name),
        sets: sets.flatMap(({ rows }) =>
          rows
            .filter((row) => row.group === group && row.name === name)
            .map(({ truth, lower, upper }) => ({ truth, lower: lower[reportedLevel], upper: upper[reportedLevel] })),
        ),
      })),
    },
    {
      finding: `True values and 90% credible intervals of ${count(sets.length, "fit")}.`,
      howToRead:
        "Each line is the interval of one data set, and each short bar its true value. Intervals mostly on one side indicate bias. Intervals as wide as the range of true values indicate that the data contain little information.",
      table: estimatesTable(recovery.rows),
    },
  );
}

function estimatesTable(rows: readonly RowSummary[]): Html {
  const column = (title: string, of: (row: RowSummary) => number, print = short) => ({
    title,
    align: "right" as const,
    cells: rows.map((row) => print(of(row))),
  });
  return table("Averages over the data sets; relative figures are divided by the mean absolute truth", [
    { title: "number", cells: rows.map(({ name }) => wordsOf(name)) },
    { title: "unit", cells: rows.map(({ unit }) => unit) },
    column("mean truth", ({ truth }) => truth.mean),
    column("bias", ({ bias }) => bias),
    column("± error", ({ biasError }) => biasError),
    column("relative bias", ({ relativeBias }) => relativeBias, percent),
    column("RMSE", ({ rmse }) => rmse),
    column("relative RMSE", ({ relativeRmse }) => relativeRmse, percent),
    column("interval width", ({ width }) => width),
    column("relative width", ({ relativeWidth }) => relativeWidth, percent),
  ]);
}

function scoresFigure(recovery: Recovery, draw: DrawFigure): Promise<Figure> {
  const chosen = recovery.rows.filter(({ group, of }) => group === "parameter" || of !== "half_saturation");
  const shown = chosen.slice(0, mostRows);
  return draw(
    "recovery-scores",
    recoveryScores,
    {
      numbers: shown.map(({ name, z, fits }) => ({ name: wordsOf(name), mean: z.mean, sd: z.sd, sets: fits })),
    },
    {
      finding: `The largest absolute mean z-score is ${fixed(Math.max(...chosen.map(({ z }) => Math.abs(z.mean))), 2)}.`,
      howToRead:
        "A z-score is the distance of the posterior mean from the truth in posterior standard deviations. The thick part of each line is a 99% confidence interval of the mean. If true values are drawn from the prior, the expected mean is 0 and the root mean " +
        "square 1. With a fixed truth, the prior may shift estimates without making the intervals wrong.",
      table: table("z-scores over the data sets", [
        { title: "number", cells: chosen.map(({ name }) => wordsOf(name)) },
        ...(["mean", "sd", "rms"] as const).map((key) => ({
          title: key === "rms" ? "root mean square" : key,
          align: "right" as const,
          cells: chosen.map(({ z }) => fixed(z[key], 2)),
        })),
      ]),
    },
  );
}

function learnedFigure({ rows, verdict }: Recovery, draw: DrawFigure): Promise<Figure> {
  const shown = verdict.learned.filter(({ narrowed }) => Number.isFinite(narrowed));
  const missing = shown.filter(({ learning }) => learning === "not learned").length;
  const worst = shown.toSorted((a, b) => a.narrowed - b.narrowed).slice(0, mostRows);
  return draw(
    "recovery-learned",
    recoveryLearned,
    { numbers: worst, limits: [leastContraction, wellNarrowed] },
    {
      finding:
        missing === 0
          ? `The data inform all ${shown.length} numbers, at least partly.`
          : `The data do not inform ${missing} of ${shown.length} numbers: their posterior reflects the prior.`,
      howToRead:
        "Each bar is the width of the posterior (middle 68%) relative to the prior, averaged over the data sets. A bar of 100% means that the data contain no information.",
      table: table("Reduction of spread from prior to posterior", [
        { title: "number", cells: rows.map(({ name }) => wordsOf(name)) },
        {
          title: "reduction of spread",
          align: "right",
          cells: rows.map(({ narrowed }) => percent(narrowed)),
        },
        {
          title: "share of prior variance explained",
          align: "right",
          cells: rows.map(({ learned }) => percent(learned)),
        },
        { title: "learned", cells: rows.map(({ narrowed }) => learningOf(narrowed)) },
      ]),
    },
  );
}

async function rankFigures(
  ranks: readonly RankUniformity[],
  ranked: number,
  draw: DrawFigure,
): Promise<readonly Figure[]> {
  const sorted = ranks.toSorted((a, b) => a.pValue - b.pValue);
  const odd = sorted.filter(({ adjusted }) => adjusted <= familyRate);
  const figure = await draw(
    "calibration-ranks",
    calibrationRanks,
    {
      level: bandLevel,
      numbers: sorted.slice(0, mostPanels).map(({ name, ecdfDifference, lower, upper, adjusted }) => ({
        name: wordsOf(name),
        difference: ecdfDifference,
        lower,
        upper,
        uniform: adjusted > familyRate,
      })),
    },
    {
      finding:
        odd.length === 0
          ? `The ranks of all ${ranks.length} numbers are consistent with uniformity.`
          : `The ranks of ${odd.length} of ${ranks.length} numbers are not uniform.`,
      howToRead:
        `Each true value has a rank among ${ranked} thinned posterior draws. If the computation is correct, the ranks are uniform. ` +
        "A curve above or below the band indicates bias; a wave indicates intervals that are too narrow or too wide. About one in a hundred curves leaves the band by chance; the verdict " +
        `adjusts for this (Holm). The chart shows the ${Math.min(mostPanels, sorted.length)} least uniform numbers.`,
      table: table("Uniformity of ranks", [
        { title: "number", cells: sorted.map(({ name }) => wordsOf(name)) },
        { title: "data sets", align: "right", cells: sorted.map(({ fits }) => String(fits)) },
        { title: "p-value", align: "right", cells: sorted.map(({ pValue: p }) => pValue(p)) },
        {
          title: "adjusted for all numbers",
          align: "right",
          cells: sorted.map(({ adjusted }) => pValue(adjusted)),
        },
      ]),
    },
  );
  return [figure];
}

function fitsSection({ fits, sets, sampling, selection, datasets }: Recovery): Html {
  const bad = sets.filter(({ outcome }) => outcome !== "converged");
  return html`<section id="fits" aria-labelledby="fits-title"><h2 id="fits-title">Fits</h2>
<p>${fits.converged} of ${datasets} fits converged, ${fits.notConverged} did not, ${fits.failed} failed; the results use ${selection === "all" ? "all fits with draws" : "the converged fits"}.
${sampling.chains} chains of ${sampling.warmup} + ${sampling.draws} iterations, ${figure(fits.leapfrogsPerDraw)} leapfrog steps per draw, ${count(fits.divergences, "divergence")} in ${count(fits.setsWithDivergences, "data set")};
${duration(fits.secondsPerFit)} per fit, ${duration(fits.wallSeconds)} in total.</p>
${
  bad.length === 0
    ? undefined
    : table("Fits that did not converge or failed", [
        { title: "data set", cells: bad.map(({ index }) => String(index + 1)) },
        { title: "seed", align: "right", cells: bad.map(({ seed }) => String(seed)) },
        { title: "outcome", cells: bad.map(({ outcome }) => outcome.replace("-", " ")) },
        { title: "reason", cells: bad.map(({ reason }) => reason) },
      ])
}</section>
`;
}
