// Energies: how far a transition moves in energy beside how far energies lie apart. Source: Betancourt (2016), "Diagnosing suboptimal
// cotangent disintegrations in Hamiltonian Monte Carlo", arXiv 1604.00695.

import { sum } from "../../numerics/index.ts";
import { scaleLinear } from "d3";
import { type Draws, ebfmi, EBFMI_LIMIT, EBFMI_SUSPICIOUS } from "../../diagnostics/index.ts";
import {
  startChart,
  px,
  settingsOf,
  type Chart,
  evenGrid,
  kernelDensity,
  boxKey,
  drawLegend,
  legendHeight,
  lineKey,
  type LegendItem,
  drawPanelAxes,
  drawPanelNames,
  panelAxis,
  panelGrid,
  linePath,
} from "../frame/index.ts";

export interface ConvergenceEnergyData {
  readonly energy: Draws;
}

/** A panel per chain, all on one scale. Transitions much narrower than energies: the sampler creeps through them. */
export const convergenceEnergy: Chart<ConvergenceEnergyData> = ({ energy }, options = {}) => {
  const { theme, numbers } = settingsOf(options);
  const fractions = ebfmi(energy);
  const legend: LegendItem[] = [
    { label: "energies minus their mean", key: boxKey(theme.accent, 0.4) },
    { label: "changes from draw to draw", key: lineKey(theme.contrast) },
  ];
  const chains = fractions.map((_, chain) => {
    const own = energy.values.subarray(chain * energy.draws, (chain + 1) * energy.draws);
    const mean = sum(own) / own.length;
    return {
      marginal: own.map((value) => value - mean),
      change: own.slice(1).map((value, index) => value - own[index]),
    };
  });
  const largest = (values: Float64Array): number =>
    values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 1e-9);
  const reach = Math.max(...chains.flatMap(({ marginal, change }) => [largest(marginal), largest(change)]));
  const xs = evenGrid(-reach, reach, 90);
  const densities = chains.map(({ marginal, change }) => ({
    marginal: kernelDensity(marginal, xs),
    change: kernelDensity(change, xs),
  }));
  const highest = Math.max(...densities.flatMap(({ marginal, change }) => [...marginal, ...change]));
  const grid = panelGrid(options, {
    names: fractions.map((_, chain) => `Chain ${chain + 1}`),
    notes: fractions.map((fraction) => `E-BFMI ${numbers.ratio(fraction)}`),
    plotHeight: 76,
    axisWidth: 2,
    top: legendHeight(options, legend),
    yTitle: "Density (same scale for all chains)",
    xTitle: "Energy minus its mean, and change of energy",
  });
  const drawing = startChart(options, {
    name: "convergence-energy",
    title: "Energies and energy changes by chain",
    description: `E-BFMI ${fractions.map((fraction, chain) => `${numbers.ratio(fraction)} (chain ${chain + 1})`).join(", ")}; suspicious below ${EBFMI_SUSPICIOUS}, a failure below ${EBFMI_LIMIT}.`,
    height: grid.height,
  });
  drawLegend(drawing, legend);
  densities.forEach(({ marginal, change }, chain) => {
    const panel = grid.panels[chain];
    const x = scaleLinear([-reach, reach], [panel.left, panel.right]);
    const y = scaleLinear([0, highest > 0 ? highest : 1], [panel.bottom, panel.top + 2]);
    drawPanelAxes(drawing, panel, panelAxis(x, 4, numbers.ticks), undefined);
    const places = xs.map((value) => x(value));
    const curve = (density: readonly number[]): string =>
      linePath(
        places,
        density.map((value) => y(value)),
      );
    const marks = drawing.group();
    marks
      .append("path")
      .attr("fill", theme.accent)
      .attr("fill-opacity", 0.35)
      .attr("d", `M${px(panel.left)} ${px(panel.bottom)}L${curve(marginal).slice(1)}V${px(panel.bottom)}z`);
    marks.append("path").attr("class", "line").attr("stroke", theme.contrast).attr("d", curve(change));
  });
  drawPanelNames(drawing, grid, (chain) =>
    fractions[chain] < EBFMI_LIMIT ? theme.bad : fractions[chain] < EBFMI_SUSPICIOUS ? theme.warning : undefined,
  );
  return drawing.svg.node()!;
};
