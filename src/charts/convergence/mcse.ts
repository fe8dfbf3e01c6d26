// Monte Carlo errors relative to the posterior's own spread: what drawing on would still change. The limit is the error that the
// effective draws wanted leave (Vehtari et al. 2021, Bayesian Analysis 16(2), section 4): 1 / sqrt(400) = 5% at four chains.

import { scaleLinear } from "d3";
import { ESS_PER_CHAIN } from "../../diagnostics/index.ts";
import {
  bottomAxis,
  bottomAxisHeight,
  startChart,
  settingsOf,
  type Chart,
  drawNote,
  limitLine,
  noteHeight,
  noteLines,
  worstRows,
  dotKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawRowNames,
  rowLayout,
} from "../frame/index.ts";

export interface ConvergenceMcseData {
  /** Rows of summary.json. */
  readonly parameters: readonly {
    readonly name: string;
    readonly sd: number;
    readonly mcse_mean: number;
    readonly mcse_sd: number;
  }[];
  readonly chains: number;
}

/** At most 25 rows, largest error of the mean first. */
export const convergenceMcse: Chart<ConvergenceMcseData> = (data, options = {}) => {
  const { theme, numbers, width } = settingsOf(options);
  const limit = 1 / Math.sqrt(ESS_PER_CHAIN * data.chains);
  const relative = data.parameters.map(({ name, sd, mcse_mean: mean, mcse_sd: spread }) => ({
    name,
    mean: mean / sd,
    spread: spread / sd,
  }));
  const { shown, rest, without } = worstRows(relative, ({ mean }) => mean);
  const legend: LegendItem[] = [
    { label: "of the mean", key: dotKey(theme.accent) },
    { label: "of the standard deviation", key: dotKey(theme.accent, true) },
    { label: "mean above the limit", key: dotKey(theme.bad) },
    {
      label: `limit ${numbers.percent(limit)}: ESS ${ESS_PER_CHAIN * data.chains}`,
      key: lineKey(theme.muted, "4 3"),
    },
  ];
  const layout = rowLayout(
    options,
    shown.map(({ name }) => name),
    { top: legendHeight(options, legend), markHeight: 18 },
  );
  const others = rest.length === 0 ? "" : `${rest.length} more: at most ${numbers.percent(rest[0].mean)} of the mean. `;
  const constants = without === 0 ? "" : `${without} without figures: constant, or not finite.`;
  const note = noteLines(width, (others + constants).trim());
  const axisBottom = layout.bottom + bottomAxisHeight(true) + 4;
  const failing = relative.filter(({ mean }) => mean > limit).length;
  const drawing = startChart(options, {
    name: "convergence-mcse",
    title: "Monte Carlo standard errors relative to the posterior standard deviation",
    description: `${failing} of ${data.parameters.length} parameters beyond ${numbers.percent(limit)}. ${shown
      .slice(0, 5)
      .map(({ name, mean }) => `${name}: ${numbers.percent(mean)}`)
      .join("; ")}`,
    height: axisBottom + noteHeight(note),
  });
  drawLegend(drawing, legend);
  const highest = shown.reduce((most, { mean, spread }) => Math.max(most, mean, spread || 0), limit);
  const x = scaleLinear([0, highest * 1.06], [layout.left, layout.right]);
  const ticks = x.ticks(Math.max(2, Math.floor((layout.right - layout.left) / 70)));
  bottomAxis(drawing, x, layout, {
    title: "Monte Carlo standard error / posterior standard deviation",
    ticks,
    format: numbers.percentTicks(ticks),
  });
  const marks = drawing.group();
  limitLine(marks, layout, x(limit), theme.muted);
  shown.forEach(({ mean, spread }, index) => {
    const y = layout.center(index);
    if (Number.isFinite(spread)) dotKey(theme.accent, true, 4.5)(marks, x(spread) - 10, y);
    dotKey(mean > limit ? theme.bad : theme.accent, false, 3)(marks, x(mean) - 10, y);
  });
  drawRowNames(drawing, layout);
  drawNote(drawing, note, axisBottom + 4);
  return drawing.svg.node()!;
};
