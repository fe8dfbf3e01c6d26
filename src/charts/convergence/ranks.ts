// Rank histograms: where the draws of each chain stand among the draws of all chains. Source: Vehtari, Gelman, Simpson, Carpenter
// and Bürkner (2021), "Rank-normalization, folding, and localization", Bayesian Analysis 16(2), section 4.2.

import { type Draws, orderOf } from "../../diagnostics/index.ts";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  boxKey,
  drawLegend,
  legendHeight,
  type LegendItem,
  drawPanelNames,
  panelGrid,
} from "../frame/index.ts";

export interface ConvergenceRanksData {
  /** The parameters to show, one panel each; four to eight are read best. */
  readonly parameters: readonly { readonly name: string; readonly draws: Draws }[];
  /** Bars per chain; 20 by default. */
  readonly bins?: number;
}

/** Normal quantile of a two-sided 99% interval. */
const z99 = 2.575829;

/** Counts of ranks per chain and bin; draws that are equal keep their order, so that a stuck chain shows. */
export function rankCounts({ chains, draws, values }: Draws, bins: number): number[][] {
  const { index: order } = orderOf(values);
  const counts = Array.from({ length: chains }, () => new Array<number>(bins).fill(0));
  order.forEach((index, rank) => {
    counts[Math.floor(index / draws)][Math.floor((rank * bins) / order.length)]++;
  });
  return counts;
}

/**
 * A strip per chain in every panel. Bars outside the band, in which 99% of the bars of independent draws from one distribution lie
 * (hypergeometric, normal approximation), have the color of warning.
 */
export const convergenceRanks: Chart<ConvergenceRanksData> = (data, options = {}) => {
  const { theme } = settingsOf(options);
  const bins = data.bins ?? 20;
  const chains = Math.max(0, ...data.parameters.map(({ draws }) => draws.chains));
  const stripHeight = chains > 8 ? 18 : 30;
  const legend: LegendItem[] = [
    { label: "ranks of the draws of a chain", key: boxKey(theme.accent, 0.75) },
    { label: "outside the 99% band", key: boxKey(theme.warning) },
    { label: "expected band if chains agree", key: boxKey(theme.muted, 0.22) },
  ];
  const judged = data.parameters.map(({ draws }) => {
    const expected = draws.draws / bins;
    const half = z99 * Math.sqrt(expected * (1 - 1 / bins) * (1 - 1 / Math.max(2, draws.chains)));
    const counts = rankCounts(draws, bins);
    const outside = counts.flat().filter((count) => Math.abs(count - expected) > half).length;
    return { expected, half, counts, outside, total: counts.length * bins };
  });
  const grid = panelGrid(options, {
    names: data.parameters.map(({ name }) => name),
    notes: judged.map(({ outside, total }) => `${outside} of ${total} bars outside`),
    plotHeight: chains * stripHeight,
    axisWidth: 16,
    top: legendHeight(options, legend),
    yTitle: "Chain (height: number of draws)",
    xTitle: "Rank, from the smallest draw to the largest",
  });
  const drawing = startChart(options, {
    name: "convergence-ranks",
    title: "Rank histograms by chain",
    description: data.parameters
      .map(({ name }, index) => `${name}: ${judged[index].outside} of ${judged[index].total} bars outside the 99% band`)
      .join("; "),
    height: grid.height,
  });
  drawLegend(drawing, legend);
  judged.forEach(({ expected, half, counts }, index) => {
    const { left, right, top } = grid.panels[index];
    const highest = Math.max(2 * expected, ...counts.flat()) || 1;
    const width = (right - left) / bins;
    const bars = { inside: "", outside: "" };
    let bands = "";
    let floors = "";
    const labels = drawing.group("small muted").attr("text-anchor", "end");
    counts.forEach((row, chain) => {
      const floor = top + (chain + 1) * stripHeight - 1;
      const height = (count: number): number => (count / highest) * (stripHeight - 4);
      bands += `M${px(left)} ${px(floor - height(expected + half))}H${px(right)}V${px(floor - height(Math.max(0, expected - half)))}H${px(left)}z`;
      floors += `M${px(left)} ${px(floor)}H${px(right)}`;
      row.forEach((count, bin) => {
        const where = Math.abs(count - expected) > half ? "outside" : "inside";
        const x = left + bin * width;
        bars[where] +=
          `M${px(x + 0.4)} ${px(floor)}v${px(-Math.max(0.5, height(count)))}h${px(width - 0.8)}V${px(floor)}z`;
      });
      labels
        .append("text")
        .attr("class", "muted")
        .attr("x", px(left - 5))
        .attr("y", px(floor - stripHeight / 2 + 5))
        .text(String(chain + 1));
    });
    const marks = drawing.group();
    if (bars.inside !== "")
      marks.append("path").attr("fill", theme.accent).attr("fill-opacity", 0.75).attr("d", bars.inside);
    if (bars.outside !== "") marks.append("path").attr("fill", theme.warning).attr("d", bars.outside);
    marks.append("path").attr("fill", theme.muted).attr("fill-opacity", 0.22).attr("d", bands);
    marks.append("path").attr("class", "rule").attr("stroke-width", 0.5).attr("d", floors);
  });
  drawPanelNames(drawing, grid);
  return drawing.svg.node()!;
};
