// Whether the sampler has explored the posterior: ranks, traces, R-hat and ESS, energies, divergences, Monte Carlo errors.

import { convergenceEnergy } from "../../charts/convergence-energy.ts";
import { convergenceMcse } from "../../charts/convergence-mcse.ts";
import { convergencePairs } from "../../charts/convergence-pairs.ts";
import { convergenceRanks } from "../../charts/convergence-ranks.ts";
import { convergenceRhatEss } from "../../charts/convergence-rhat-ess.ts";
import { convergenceTrace } from "../../charts/convergence-trace.ts";
import type { DrawFigure } from "../draw.ts";
import { numbers } from "../figures.ts";
import { html } from "../html.ts";
import type { Section } from "../section.ts";
import type { ReportSource } from "../source.ts";
import { table } from "../table.ts";

/** Parameters shown draw by draw: those that mix worst. */
const shown = 4;

export async function convergencePage(source: ReportSource, draw: DrawFigure): Promise<Section> {
  const { diagnostics, summary, parameters, sampler } = source;
  const chains = diagnostics.chains;
  const rows = [
    ...summary.parameters,
    ...summary.quantities.map((row) => ({ ...row, name: `${row.name} in ${row.unit}` })),
  ];
  const names = new Set(
    summary.parameters
      .filter(({ ess_bulk: ess }) => Number.isFinite(ess))
      .toSorted((a, b) => a.ess_bulk - b.ess_bulk)
      .slice(0, shown)
      .map(({ name }) => name),
  );
  const worst = parameters.filter(({ name }) => names.has(name));
  const worstText = "the parameters with the fewest effective draws";
  const problems = diagnostics.checks.filter(({ status }) => status !== "pass");
  const figures = [
    await draw(
      "convergence-rhat-ess",
      convergenceRhatEss,
      { parameters: rows, chains },
      {
        finding: `Largest R-hat ${diagnostics.max_rhat.toFixed(3)}, smallest effective sample size ${numbers.short(Math.floor(diagnostics.min_ess_bulk))} (bulk) and ${numbers.short(Math.floor(diagnostics.min_ess_tail))} (tail).`,
        howToRead:
          "R-hat compares chains with each other: above 1.01 they have not agreed. The effective sample size says what the draws are worth as independent ones; below 100 a chain intervals are shaky.",
        table: table("Every parameter and quantity", [
          { title: "name", cells: rows.map(({ name }) => name) },
          { title: "mean", align: "right", cells: rows.map(({ mean }) => mean.toPrecision(4)) },
          { title: "sd", align: "right", cells: rows.map(({ sd }) => sd.toPrecision(3)) },
          { title: "5 %", align: "right", cells: rows.map(({ q5 }) => q5.toPrecision(4)) },
          { title: "95 %", align: "right", cells: rows.map(({ q95 }) => q95.toPrecision(4)) },
          { title: "R-hat", align: "right", cells: rows.map(({ rhat }) => rhat.toFixed(3)) },
          { title: "ESS bulk", align: "right", cells: rows.map(({ ess_bulk: ess }) => ess.toFixed(0)) },
          { title: "ESS tail", align: "right", cells: rows.map(({ ess_tail: ess }) => ess.toFixed(0)) },
          { title: "MCSE", align: "right", cells: rows.map(({ mcse_mean: error }) => error.toPrecision(2)) },
        ]),
      },
    ),
    await draw(
      "convergence-ranks",
      convergenceRanks,
      { parameters: worst },
      {
        finding: `Ranks of the draws of each chain, for ${worstText}.`,
        howToRead:
          "If all chains draw from the same distribution, every bar is about as high as the others. A chain with a slope or a hump is somewhere else.",
      },
    ),
    await draw(
      "convergence-trace",
      convergenceTrace,
      { parameters: worst, divergent: sampler.divergent },
      {
        finding: `Draws in order, one colour a chain, for ${worstText}.`,
        howToRead: "Good traces look like grass: no trend, no plateau, all chains on top of each other.",
      },
    ),
    await draw(
      "convergence-energy",
      convergenceEnergy,
      { energy: sampler.energy },
      {
        finding: `Smallest E-BFMI ${numbers.ratio(diagnostics.min_ebfmi)}.`,
        howToRead:
          "Two densities for each chain: energies, and their steps from draw to draw. Steps much narrower than energies mean that the sampler creeps through the tails.",
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
            : `${diagnostics.divergences} transitions diverged; they are marked.`,
        howToRead:
          "Draws of each pair of parameters. Divergences that gather in one place show where the sampler cannot follow the posterior.",
      },
    ),
    await draw(
      "convergence-mcse",
      convergenceMcse,
      { parameters: summary.parameters, chains },
      {
        finding: "How much of each figure's uncertainty comes from having finitely many draws.",
        howToRead:
          "Monte Carlo standard errors relative to the posterior standard deviation: at 5 % the last digit that is printed is already safe.",
      },
    ),
  ];
  return {
    id: "convergence",
    title: "Has the sampler converged?",
    lead: html`<p>${diagnostics.converged ? "Converged" : "Not converged"}: ${chains} chains of ${diagnostics.draws_per_chain} draws, ${diagnostics.divergences === 0 ? "no" : String(diagnostics.divergences)} divergences.</p>
${problems.length === 0 ? undefined : html`<ul>${problems.map(({ name, detail, remedy }) => html`<li><strong>${name}</strong>: ${detail} ${remedy}</li>`)}</ul>`}`,
    figures,
  };
}
