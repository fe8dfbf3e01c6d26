// The reference model E, model A with two lift tests: its posterior, lifts and contributions included, against what Stan gives.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { type Summary, summarize } from "../../../src/diagnostics/index.ts";
import { makeDesign, mediaMixModel, modelData, readInput } from "../../../src/mmm/fit/index.ts";
import { compileModel } from "../../../src/model/index.ts";
import { sample } from "../../../src/sampling/index.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present } = sharedData("stan_reference/");

type Row = Record<"mean" | "sd" | "mcse_mean" | "mcse_sd", number> & { variable: string };

describe.skipIf(!present)("model E", () => {
  it("agrees, as its file stands and sampled with the defaults, with Stan's posterior within four standard errors", async () => {
    const { data, resolution } = await readInput(fileURLToPath(new URL("e.yaml", folder)));
    expect(resolution.notices).toEqual([]);
    const design = makeDesign(data, resolution.spec);
    const posterior = compileModel(mediaMixModel(resolution.spec, design.weeks), modelData(design));
    const draws = 1500;
    const { chains } = await sample(posterior.density(), { seed: 20261128, draws });
    const { columns } = posterior.constrainDraws(
      Float64Array.from(chains.flatMap((chain) => [...chain.positions])),
      4 * draws,
    );
    const ours = (name: string): Summary => summarize({ chains: 4, draws, values: columns.get(name)! });

    const { summary } = JSON.parse(readFileSync(new URL("e_summary.json", folder), "utf8")) as { summary: Row[] };
    expect(summary.length).toBe(22);
    const disagreeing = summary.filter(({ variable, mean, sd, mcse_mean, mcse_sd }) => {
      const own = ours(variable);
      expect(own.ess_bulk, variable).toBeGreaterThan(750);
      const ofMean = 4 * Math.hypot(own.mcse_mean, mcse_mean);
      const ofSd = 4 * Math.hypot(own.mcse_sd / own.sd, mcse_sd / sd);
      return !(Math.abs(own.mean - mean) <= ofMean && Math.abs(Math.log(own.sd / sd)) <= ofSd);
    });
    expect(disagreeing.map(({ variable }) => variable)).toEqual([]);
    // Stan takes 82 leapfrogs a draw in coordinates of its own.
    const spent = chains.reduce((sum, { gradients, warmupGradients }) => sum + gradients - warmupGradients, 0);
    expect(spent / (4 * draws)).toBeLessThanOrEqual(20);
    expect(chains.map(({ divergences }) => divergences)).toEqual([0, 0, 0, 0]);
  });
});
