// The verdict on a design, in plain words: whether its intervals can be trusted, what it can and cannot learn, and what would help.

import { kindParameters } from "../../mmm/specification/index.ts";
import { leastContraction, binomialRegion } from "../../decisions/predictions/index.ts";
import { type Coverage, holmAdjusted } from "./coverage.ts";
import type { FitFigures, RankUniformity, StudySettings } from "./study-figures.ts";
import { levels, reportedLevel } from "./recovery-set.ts";
import { type FamilySummary, isRepeated, partsOf, type RowSummary } from "./summarize-rows.ts";
import { count, listed, listedApart, pText, pValue, percent } from "../../words/index.ts";

/** Rate at which a study of right intervals and ranks fails by chance: of each kind of test, all numbers and levels together. */
export const familyRate = 0.01;
/** Share of the fits that must converge. */
export const leastConverged = 0.5;
/** Narrowing from which on a number counts as learned, not only in part. */
export const wellNarrowed = 0.5;
/** Bias that is told: relative to the truth, and in Monte Carlo standard errors. */
const tellingBias = { relative: 0.1, errors: 3 };
/** Names that a sentence holds. */

export type Learning = "learned" | "in part" | "not learned";

/** How far one number is learned. */
export interface Learned {
  readonly name: string;
  readonly narrowed: number;
  readonly learning: Learning;
}

export interface RecoveryVerdict {
  /** FAIL: most fits do not converge, or intervals or ranks are not what they should be by more than chance. */
  readonly status: "PASS" | "FAIL";
  /** The headline first. */
  readonly sentences: readonly string[];
  readonly tooNarrow: readonly string[];
  /** At one fixed truth: narrow intervals miss it, those of 90% and more do not. */
  readonly pulled: readonly string[];
  readonly tooWide: readonly string[];
  readonly notUniform: readonly string[];
  readonly learned: readonly Learned[];
  readonly help: readonly string[];
}

export interface JudgedStudy {
  readonly settings: StudySettings;
  readonly fits: FitFigures;
  readonly rows: readonly RowSummary[];
  readonly families: readonly FamilySummary[];
  readonly ranks: readonly RankUniformity[] | undefined;
}

/** Judges the figures of a study. */
export function recoveryVerdict(study: JudgedStudy): RecoveryVerdict {
  const { settings, fits, rows, ranks } = study;
  const { exact } = settings.source;
  const sets = fits.converged + fits.notConverged + fits.failed;
  const mostConverge = fits.converged >= leastConverged * sets && fits.converged > 0;
  const own = rows.filter(({ group, name }) => !isRepeated(group, name));
  const held = outside(own, ({ tooFew }) => tooFew);
  const tooNarrow = held.filter(({ coverage }) => exact || isRelied(coverage));
  const pulled = held.filter((each) => !tooNarrow.includes(each));
  const tooWide = outside(own, ({ tooMany }) => tooMany).filter(({ row }) => held.every((each) => each.row !== row));
  const notUniform = (ranks ?? []).filter(({ adjusted }) => adjusted <= familyRate);
  const sound = tooNarrow.length === 0 && (!exact || tooWide.length === 0) && notUniform.length === 0;
  const judged = rows.length > 0;
  const learned = rows.filter(isTold).map((row): Learned => {
    const { narrowed } = row;
    return { name: wordsOf(row.name), narrowed, learning: learningOf(narrowed) };
  });
  return {
    status: mostConverge && sound && judged ? "PASS" : "FAIL",
    sentences: [
      fitSentence(fits, sets, mostConverge, settings.selection),
      ...(judged
        ? intervalSentences(study, { tooNarrow, pulled, tooWide })
        : ["There are no usable fits, so intervals cannot be assessed."]),
      ...rankSentences(ranks, notUniform),
      // Of right fits to draws of the prior the mean is 0: what is left there is chance, or shows in the ranks.
      ...(exact ? [] : biasSentences(rows)),
      ...learnedSentences(learned),
    ],
    tooNarrow: tooNarrow.map(({ row }) => row.name),
    pulled: pulled.map(({ row }) => row.name),
    tooWide: tooWide.map(({ row }) => row.name),
    notUniform: notUniform.map(({ name }) => name),
    learned,
    help: helpFor(rows, mostConverge),
  };
}

/** The status in words, without a full stop. */
export function inOneLine({ status }: Pick<RecoveryVerdict, "status">): string {
  return status === "PASS" ? "the coverage of the intervals is consistent with their levels" : "some checks failed";
}

/** `decay of TV`, `contribution of all media`. */
export function wordsOf(name: string): string {
  const { of, member } = partsOf(name);
  const words = of === "total_contribution" ? "contribution of all media" : of;
  return member === undefined ? words : `${words} of ${member}`;
}

export function learningOf(narrowed: number): Learning {
  return narrowed >= wellNarrowed ? "learned" : narrowed >= leastContraction ? "in part" : "not learned";
}

interface Outside {
  readonly row: RowSummary;
  /** The level at which it shows most, of those relied on where there is one. */
  readonly coverage: Coverage;
}

/**
 * Whether an interval is of a level that is relied on. Right intervals hold draws of the prior at every level; one fixed truth lies in the
 * middle of the prior or in its tail, and narrow intervals show it most. What must hold there too are the intervals of reports.
 */
function isRelied({ level }: Coverage): boolean {
  return level >= levels[reportedLevel];
}

/** Numbers whose coverage is off by more than chance would have it for any number at any level. */
function outside(rows: readonly RowSummary[], pick: (coverage: Coverage) => number): readonly Outside[] {
  const tests = rows.flatMap((row) => row.coverage.map((coverage) => ({ row, coverage })));
  const adjusted = holmAdjusted(tests.map(({ coverage }) => pick(coverage)));
  const found = tests.filter((_, i) => adjusted[i] <= familyRate);
  return rows.flatMap((row) => {
    const own = found
      .filter((each) => each.row === row)
      .sort(
        (a, b) => Number(isRelied(b.coverage)) - Number(isRelied(a.coverage)) || pick(a.coverage) - pick(b.coverage),
      );
    return own.slice(0, 1);
  });
}

/** Season and intercept are of no interest by themselves; of what differs by geo the figures of all geos are told, not those of each. */
function isTold({ group, name, of, geo }: RowSummary): boolean {
  return !isRepeated(group, name) && geo === undefined && (group === "quantity" || !untold.has(of));
}

const untold: ReadonlySet<string> = new Set([
  "season",
  "season_mean",
  "season_spread",
  "intercept",
  "intercept_mean",
  "intercept_spread",
]);

function fitSentence(
  { converged, notConverged, failed }: FitFigures,
  sets: number,
  most: boolean,
  selection: StudySettings["selection"],
): string {
  const rest = [
    ...(notConverged > 0
      ? [`${notConverged} did not converge (${selection === "all" ? "included" : "left out"})`]
      : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  const start = most ? "" : "Most fits did not converge, so the results are based on few fits. ";
  return `${start}${converged} of ${sets} fits converged${rest.length === 0 ? "" : `; ${rest.join(", ")}`}.`;
}

function intervalSentences(
  { settings, families, rows }: JudgedStudy,
  { tooNarrow, pulled, tooWide }: Readonly<Record<"tooNarrow" | "pulled" | "tooWide", readonly Outside[]>>,
): readonly string[] {
  const { exact } = settings.source;
  // The items have commas of their own.
  const held = (those: readonly Outside[]): string =>
    listedApart(those.map(({ row, coverage }) => `${wordsOf(row.name)} (${heldWords(coverage)})`));
  const judged = families.find(({ of }) => of === "contribution") ?? rows.find(({ of }) => of === "contribution");
  const byGeo = families.find(({ of }) => of === "contribution_by_geo");
  const example = [
    ...(judged === undefined ? [] : [` Contributions: ${heldWords(judged.coverage[reportedLevel])}.`]),
    ...(byGeo === undefined ? [] : [` Contributions by geo: ${heldWords(byGeo.coverage[reportedLevel])}.`]),
  ].join("");
  const sentences: string[] = [];
  if (tooNarrow.length === 0 && (!exact || tooWide.length === 0)) {
    const off = exact ? "differs from" : "is below";
    const which = exact ? "the level of its intervals" : "the level of its 90% and 95% intervals";
    const fits = Math.max(...rows.map((row) => row.fits));
    const shows = mostThatShow(rows, fits);
    sentences.push(
      shows === undefined
        ? `${fits === 1 ? "One fit is" : `${fits} fits are`} too few to assess the intervals: even ${percent(levels[reportedLevel])} intervals that never contain the truth may be chance.${example}`
        : `In ${fits} fits, the coverage of no number ${off} ${which} by more than chance.${example}` +
            ` The study would detect ${percent(levels[reportedLevel])} intervals that contain the truth in ${shows} or fewer of the ${fits} fits.`,
    );
  }
  if (tooNarrow.length > 0) {
    sentences.push(`Intervals are too narrow or biased: ${held(tooNarrow)}.`);
  }
  if (pulled.length > 0) {
    sentences.push(
      `The prior shifts estimates away from this truth, so narrow intervals miss it but those of 90% and more do not: ${held(pulled)}.`,
    );
  }
  if (tooWide.length > 0) {
    sentences.push(
      exact
        ? `Intervals are too wide: ${held(tooWide)}.`
        : `Intervals cover more than their level, because the prior is centered near this truth: ${held(tooWide)}.`,
    );
  }
  return sentences;
}

/** In how many fits one number may be held by its 90% intervals and still show among all numbers; undefined where none is few enough. */
function mostThatShow(rows: readonly RowSummary[], fits: number): number | undefined {
  const tests = levels.length * rows.filter(({ group, name }) => !isRepeated(group, name)).length;
  const [fewest] = binomialRegion(fits, levels[reportedLevel], 1 - (2 * familyRate) / tests);
  return fewest === 0 ? undefined : fewest - 1;
}

/** `90% intervals contain the truth in 94% of 177 fits, expected 84% to 95%` */
function heldWords({ level, inside, fits, lower, upper }: Coverage): string {
  return `${percent(level)} intervals contain the truth in ${percent(inside / fits)} of ${fits} fits, expected ${percent(lower)} to ${percent(upper)}`;
}

function rankSentences(
  ranks: readonly RankUniformity[] | undefined,
  notUniform: readonly RankUniformity[],
): readonly string[] {
  if (ranks === undefined) return [];
  if (notUniform.length === 0) {
    const smallest = Math.min(...ranks.map(({ adjusted }) => adjusted));
    const most = Math.max(0, ...ranks.map(({ fits }) => fits));
    return [
      `Calibrated: the ranks of all ${ranks.length} numbers are consistent with uniformity in ${count(most, "data set")} (smallest adjusted p-value: ${pValue(smallest)}).`,
    ];
  }
  return [
    `Not calibrated: ranks are not uniform for ${listed(notUniform.map(({ name, adjusted }) => `${wordsOf(name)} (adjusted ${pText(adjusted)})`))}. The sampler or the model has an error.`,
  ];
}

/** Numbers that come out too high or too low on average; season and intercept have no scale of their own to tell it by. */
function biasSentences(rows: readonly RowSummary[]): readonly string[] {
  const biased = rows.filter(
    (row) =>
      isTold(row) &&
      Math.abs(row.relativeBias) > tellingBias.relative &&
      Math.abs(row.bias) > tellingBias.errors * row.biasError,
  );
  if (biased.length === 0) return [];
  const words = biased
    .toSorted((a, b) => Math.abs(b.relativeBias) - Math.abs(a.relativeBias))
    .map(
      ({ name, relativeBias }) =>
        `${wordsOf(name)} ${percent(Math.abs(relativeBias))} too ${relativeBias > 0 ? "high" : "low"}`,
    );
  return [`Bias of posterior means, averaged over the data sets: ${listed(words)}.`];
}

function learnedSentences(learned: readonly Learned[]): readonly string[] {
  const of = (learning: Learning): readonly Learned[] =>
    learned.filter((each) => each.learning === learning).toSorted((a, b) => a.narrowed - b.narrowed);
  const named = (those: readonly Learned[]): string =>
    listed(those.map(({ name, narrowed }) => `${name} (${percent(Math.max(0, narrowed))})`));
  const [not, part, well] = [of("not learned"), of("in part"), of("learned")];
  return [
    ...not.map(
      ({ name, narrowed }) =>
        `Not learned: ${name}, whose posterior is only ${percent(Math.max(0, narrowed))} narrower than the prior.`,
    ),
    ...(part.length === 0 ? [] : [`Partly learned (with the reduction of spread): ${named(part)}.`]),
    ...(well.length === 0 ? [] : [`Learned: ${named(well.toReversed())}.`]),
  ];
}

const namesOf = (part: "adstock" | "saturation"): readonly string[] => kindParameters(part).map(({ name }) => name);

const remedies = (): readonly { readonly of: readonly string[]; readonly text: string }[] => [
  {
    of: namesOf("saturation"),
    text: "To learn the shape of a response curve, vary spend strongly, with some weeks near zero and some far above average. Otherwise use an informative prior.",
  },
  {
    of: namesOf("adstock"),
    text: "To learn carry-over, pause spend for some weeks.",
  },
  {
    of: ["coefficient", "contribution", "marginal_roi", "total_contribution"],
    text: "To learn the contribution of a channel, use a prior from an experiment (lift test), vary spend independently of other channels, or add rows.",
  },
  {
    of: ["control", "trend"],
    text: "To learn the effect of an event, use a table in which it occurs more often, and not always together with others.",
  },
];

function helpFor(rows: readonly RowSummary[], mostConverge: boolean): readonly string[] {
  const missing = rows.filter((row) => isTold(row) && learningOf(row.narrowed) === "not learned");
  return [
    ...(mostConverge
      ? []
      : [
          "For fits that do not converge, use a longer warm-up (--warmup), a higher target_accept (under sampling in the model file), or a simpler model.",
        ]),
    ...remedies().flatMap(({ of, text }) => {
      const those = missing.filter((row) => of.includes(row.of));
      return those.length === 0 ? [] : [`${listed(those.map(({ name }) => wordsOf(name)))}: ${text}`];
    }),
  ];
}
