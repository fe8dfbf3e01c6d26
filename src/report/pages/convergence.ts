// Whether the sampler has explored the posterior: ranks, traces, R-hat and ESS, energies, divergences, Monte Carlo errors.

import {
  convergenceEnergy,
  convergenceMcse,
  convergencePairs,
  convergenceRanks,
  convergenceRhatEss,
  convergenceTrace,
} from "../../charts/convergence/index.ts";
import { type Diagnostics, elementsOf, type SampledFit } from "../../diagnostics/fit/index.ts";
import { ebfmi, EBFMI_SUSPICIOUS } from "../../diagnostics/index.ts";
import { type DrawFigure, html, type Section, table } from "../shell/index.ts";
import { count, decimalsFor, estimateAlone, figure, fixed, percent, short, statisticWords } from "../../words/index.ts";

/** Parameters shown draw by draw: those that mix worst. */
const shown = 4;

/** @param fit of whatever model */
export async function convergencePage(
  fit: Pick<SampledFit, "diagnostics" | "summary" | "parameters" | "sampler">,
  draw: DrawFigure,
): Promise<Section> {
  const { diagnostics, summary, parameters, sampler } = fit;
  const chains = diagnostics.chains;
  const rows = [
    ...summary.parameters,
    ...summary.quantities.map((row) => (row.unit === "" ? row : { ...row, name: `${row.name} in ${row.unit}` })),
  ];
  const names = new Set(
    summary.parameters
      .filter(({ ess_bulk: ess }) => Number.isFinite(ess))
      .toSorted((a, b) => a.ess_bulk - b.ess_bulk)
      .slice(0, shown)
      .map(({ name }) => name),
  );
  const worst = parameters.flatMap(elementsOf).filter(({ name }) => names.has(name));
  const worstRhat = Math.max(...summary.parameters.filter(({ name }) => names.has(name)).map(({ rhat }) => rhat));
  const [noisiest] = summary.parameters
    .filter(({ sd, mcse_mean: error }) => sd > 0 && Number.isFinite(error))
    .toSorted((a, b) => b.mcse_mean / b.sd - a.mcse_mean / a.sd);
  const energies = ebfmi(sampler.energy);
  const worstText = "the parameters with the smallest effective sample sizes";
  const problems = diagnostics.checks.filter(({ status }) => status !== "pass");
  const figures = [
    await draw(
      "convergence-rhat-ess",
      convergenceRhatEss,
      { parameters: rows, chains, startingPoints: diagnostics.starting_points, judged: diagnostics.judged },
      {
        finding: `Largest R-hat ${fixed(diagnostics.max_rhat, 3)}, smallest effective sample size ${whole(diagnostics.min_ess_bulk)} (bulk) and ${whole(diagnostics.min_ess_tail)} (tail).`,
        howToRead:
          "R-hat compares the chains; values at or above the limit (1.01, somewhat more where many quantities are compared) indicate that they disagree. The effective sample size is the equivalent number of independent draws; below 100 per chain, intervals are unreliable.",
        table: table("Every parameter and quantity", [
          { title: "name", cells: rows.map(({ name }) => name) },
          {
            title: statisticWords(rows),
            align: "right",
            cells: rows.map((row) => estimateAlone(row, (value) => fixed(value, decimalsFor(row.sd)))),
          },
          { title: "sd", align: "right", cells: rows.map(({ sd }) => fixed(sd, decimalsFor(sd))) },
          { title: "5%", align: "right", cells: rows.map(({ q5, sd }) => fixed(q5, decimalsFor(sd))) },
          { title: "95%", align: "right", cells: rows.map(({ q95, sd }) => fixed(q95, decimalsFor(sd))) },
          { title: "R-hat", align: "right", cells: rows.map(({ rhat }) => fixed(rhat, 3)) },
          { title: "ESS bulk", align: "right", cells: rows.map(({ ess_bulk: ess }) => fixed(ess, 0)) },
          { title: "ESS tail", align: "right", cells: rows.map(({ ess_tail: ess }) => fixed(ess, 0)) },
          { title: "MCSE", align: "right", cells: rows.map(({ mcse_mean: error }) => figure(error)) },
        ]),
      },
    ),
    await draw(
      "convergence-ranks",
      convergenceRanks,
      { parameters: worst },
      {
        finding: `Ranks of the draws of each chain, for ${worstText}: R-hat at most ${fixed(worstRhat, 3)}.`,
        howToRead:
          "If all chains sample the same distribution, all bars have similar heights. A slope or a hump shows a chain that samples a different distribution.",
      },
    ),
    await draw(
      "convergence-trace",
      convergenceTrace,
      { parameters: worst, divergent: sampler.divergent },
      {
        finding: `Trace plots of ${worstText}, one color for each chain.`,
        howToRead: "In good trace plots, the chains overlap, without trends or plateaus.",
      },
    ),
    await draw(
      "convergence-energy",
      convergenceEnergy,
      { energy: sampler.energy },
      {
        finding: `Smallest E-BFMI ${figure(diagnostics.min_ebfmi)}: ${diagnostics.min_ebfmi < EBFMI_SUSPICIOUS ? "the sampler explores the tails slowly" : "the energies mix well"}.`,
        howToRead:
          "Each panel shows two densities for a chain: the energies, and their changes from draw to draw. If the changes are much narrower (E-BFMI below 0.3), the sampler explores the tails slowly.",
        table: table("E-BFMI of each chain", [
          { title: "chain", cells: energies.map((_, chain) => String(chain + 1)) },
          { title: "E-BFMI", align: "right", cells: energies.map((value) => figure(value)) },
        ]),
      },
    ),
    await draw(
      "convergence-pairs",
      convergencePairs,
      { parameters: worst, divergent: sampler.divergent },
      {
        finding:
          diagnostics.divergences === 0
            ? "No transition diverged."
            : `${count(diagnostics.divergences, "divergent transition")}, marked in the plot.`,
        howToRead:
          "Draws of each pair of parameters. A cluster of divergences shows where the sampler cannot explore the posterior.",
      },
    ),
    await draw(
      "convergence-mcse",
      convergenceMcse,
      { parameters: summary.parameters, chains },
      {
        finding:
          noisiest === undefined
            ? "All parameters are fixed."
            : `The largest Monte Carlo standard error of a mean is ${percent(noisiest.mcse_mean / noisiest.sd)} of the posterior standard deviation (${noisiest.name}).`,
        howToRead:
          "Monte Carlo standard errors relative to the posterior standard deviation. Values left of the line are negligible compared with the posterior uncertainty.",
      },
    ),
  ];
  return {
    id: "convergence",
    title: "Convergence",
    lead: html`<p>${diagnostics.converged ? "Converged" : "Not converged"}: ${count(chains, "chain")} of ${count(diagnostics.draws_per_chain, "draw")}, ${diagnostics.divergences === 0 ? "no divergences" : count(diagnostics.divergences, "divergence")}. ${sampledAgain(diagnostics)}The table of the first chart lists all parameters.</p>
${problems.length === 0 ? undefined : html`<ul>${problems.map(({ name, detail, remedy }) => html`<li><strong>${name}</strong>: ${detail} ${remedy}</li>`)}</ul>`}`,
    figures,
  };
}

/** What was given up before these draws. */
function sampledAgain({ resampled }: Pick<Diagnostics, "resampled">): string {
  if (resampled === undefined) return "";
  const before = resampled.earlier.map(
    ({ target_accept, divergences }) => `${count(divergences, "divergence")} at target acceptance ${target_accept}`,
  );
  return `The fit was sampled again with target acceptance ${resampled.target_accept}, because there were divergences before: ${before.join(", ")}. `;
}

/** Rounded down: limits of effective sample sizes are least numbers. */
function whole(value: number): string {
  return Number.isFinite(value) ? short(Math.floor(value)) : "–";
}
