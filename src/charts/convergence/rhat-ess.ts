// R-hat and effective sample sizes per parameter beside their limits, worst parameters first. Limits: Vehtari et al. (2021),
// Bayesian Analysis 16(2), section 4.

import { scaleLog, scalePow } from "d3";
import { ESS_PER_CHAIN, rhatLimit } from "../../diagnostics/index.ts";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  settingsOf,
  type Chart,
  drawNote,
  limitLine,
  logTicks,
  noteHeight,
  noteLines,
  sparseTicks,
  whole,
  worstRows,
  dotKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawRowNames,
  rowLayout,
} from "../frame/index.ts";

export interface ConvergenceRhatEssData {
  /** Rows of summary.json; R-hat and effective sample sizes are NaN for constants. */
  readonly parameters: readonly {
    readonly name: string;
    readonly rhat: number;
    readonly ess_bulk: number;
    readonly ess_tail: number;
  }[];
  readonly chains: number;
  /** Starting points, where chains share them; default: one for each chain. */
  readonly startingPoints?: number | undefined;
  /** How many quantities were judged at once, which R-hat's limit goes by; default: the rows with an R-hat. */
  readonly judged?: number | undefined;
}

const rhatCandidates = [1, 1.01, 1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20];

/** At most 25 rows, the worst of however many there are; a line says how the others stand. */
export const convergenceRhatEss: Chart<ConvergenceRhatEssData> = (data, options = {}) => {
  const { theme, numbers, width, narrow } = settingsOf(options);
  const { parameters, chains, startingPoints = chains } = data;
  const wanted = ESS_PER_CHAIN * startingPoints;
  const quantities = data.judged ?? parameters.filter(({ rhat }) => Number.isFinite(rhat)).length;
  const limitOf = ({ ess_bulk: ess }: ConvergenceRhatEssData["parameters"][number]): number =>
    rhatLimit({ quantities, startingPoints, ess });
  const smallerEss = (row: ConvergenceRhatEssData["parameters"][number]): number =>
    Math.min(row.ess_bulk, row.ess_tail);
  const { shown, rest, without } = worstRows(parameters, (row) =>
    Math.max((row.rhat - 1) / (limitOf(row) - 1), wanted / smallerEss(row)),
  );
  const fails = (row: (typeof shown)[number]): boolean => row.rhat >= limitOf(row) || smallerEss(row) < wanted;
  const failing = [...shown, ...rest].filter(fails).length;
  // Without rows, that of a single quantity.
  const limits = shown.length === 0 ? [rhatLimit({ quantities: 1, startingPoints, ess: wanted })] : shown.map(limitOf);
  const [strictest, loosest] = [Math.min(...limits), Math.max(...limits)].map((limit) => numbers.ratio(limit));
  const rhatText = strictest === loosest ? strictest : `${strictest} to ${loosest}`;
  const legend: LegendItem[] = [
    { label: "R-hat, bulk ESS", key: dotKey(theme.accent) },
    { label: "tail ESS", key: dotKey(theme.accent, true) },
    { label: "outside its limit", key: dotKey(theme.bad) },
    { label: `limits: R-hat ${rhatText}, ESS ${whole(numbers, wanted)}`, key: lineKey(theme.muted, "4 3") },
  ];
  const layout = rowLayout(
    options,
    shown.map(({ name }) => name),
    { top: legendHeight(options, legend), markHeight: 18 },
  );
  const worstOfRest = {
    rhat: Math.max(...rest.map(({ rhat }) => rhat)),
    ess: Math.min(...rest.map(smallerEss)),
  };
  const others =
    rest.length === 0
      ? ""
      : `${rest.length} more: R-hat at most ${numbers.ratio(Math.ceil(worstOfRest.rhat * 100) / 100)}, at least ${whole(numbers, worstOfRest.ess)} effective draws. `;
  const constants = without === 0 ? "" : `${without} without figures: constant, or not finite.`;
  const note = noteLines(width, (others + constants).trim());
  const axisBottom = layout.bottom + bottomAxisHeight(true) + 4;
  const drawing = startChart(options, {
    name: "convergence-rhat-ess",
    title: "R-hat and effective sample sizes by parameter",
    description:
      `${failing} of ${parameters.length} parameters beyond a limit. ` +
      shown
        .slice(0, 5)
        .map(
          (row) =>
            `${row.name}: R-hat ${numbers.ratio(row.rhat)}, ${whole(numbers, row.ess_bulk)} bulk and ${whole(numbers, row.ess_tail)} tail effective draws`,
        )
        .join("; "),
    height: axisBottom + noteHeight(note),
  });
  drawLegend(drawing, legend);
  const middle = layout.left + (layout.right - layout.left) * 0.42;
  const gap = narrow ? 14 : 20;
  const highest = Math.max(...limits.map((limit) => limit + 0.004), ...shown.map(({ rhat }) => rhat));
  const power = scalePow([0, (highest - 1) * 1.05], [layout.left, middle - gap]).exponent(0.5);
  const rhatAt = (value: number): number => power(Math.max(0, value - 1));
  const rhatScale = Object.assign(rhatAt, { ticks: (): number[] => [], range: () => power.range() });
  const sizes = shown.flatMap(({ ess_bulk: bulk, ess_tail: tail }) => [bulk, tail]).concat(wanted);
  const domain: [number, number] = [Math.max(1, Math.min(...sizes) / 1.5), Math.max(...sizes) * 1.3];
  const essScale = scaleLog(domain, [middle + gap, layout.right]);
  const plain = (value: number): string => numbers.plain(value);
  bottomAxis(drawing, rhatScale, layout, {
    title: "R-hat",
    ticks: sparseTicks(
      rhatCandidates.filter((value) => value <= highest),
      rhatAt,
      plain,
    ),
    format: plain,
  });
  bottomAxis(drawing, essScale, layout, {
    title: narrow ? "ESS" : "Effective sample size, ESS (log scale)",
    ticks: sparseTicks(logTicks(domain), essScale, numbers.short),
    format: numbers.short,
  });
  const marks = drawing.group();
  limitLine(marks, layout, limits.map(rhatAt), theme.muted);
  limitLine(marks, layout, essScale(wanted), theme.muted);
  shown.forEach((row, index) => {
    const y = layout.center(index);
    dotKey(row.rhat >= limits[index] ? theme.bad : theme.accent, false, 3.5)(marks, rhatAt(row.rhat) - 10, y);
    const sizeColor = (size: number): string => (size < wanted ? theme.bad : theme.accent);
    dotKey(sizeColor(row.ess_tail), true, 4.5)(marks, essScale(row.ess_tail) - 10, y);
    dotKey(sizeColor(row.ess_bulk), false, 3)(marks, essScale(row.ess_bulk) - 10, y);
  });
  drawRowNames(drawing, layout);
  drawNote(drawing, note, axisBottom + 4);
  return drawing.svg.node()!;
};
