// Priors on returns: sampling the prior alone, the return has its own prior, and every other parameter the one that it has without it.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import { summarize } from "../../../src/diagnostics/index.ts";
import * as g from "../../../src/graph/index.ts";
import { makeDesign, mediaMixModel, modelData } from "../../../src/mmm/fit/index.ts";
import { distributionOf } from "../../../src/mmm/priors/index.ts";
import { returnKinds } from "../../../src/mmm/parameters/index.ts";
import { isPrior, parseModelFile, resolve } from "../../../src/mmm/specification/index.ts";
import { compileModel, type Model } from "../../../src/model/index.ts";
import { randomStream, sample } from "../../../src/sampling/index.ts";
import { ksDistance } from "../support/ks-distance.ts";

const weeks = 40;

async function modelOf(
  written: string,
): Promise<{ prior: ReturnType<typeof compileModel>; spec: ReturnType<typeof resolve>["spec"] }> {
  const random = randomStream([20260131]);
  const spend = (): number[] =>
    Array.from({ length: weeks }, () => (random.uniform() < 0.3 ? 0 : 900 * random.uniform()));
  const data = await mediaDataFromColumns({
    week: Array.from({ length: weeks }, (_, t) => t + 1),
    spend_TV: spend(),
    spend_Search: spend(),
    revenue: Array.from({ length: weeks }, () => 9000 + 1000 * random.normal()),
  });
  const file = `data: t.csv\nseasonality: none\ntrend: none\npriors: { sigma: half_normal(1), ${written} }\n`;
  const { spec } = resolve(await parseModelFile(file, "m.yaml"), data);
  const design = makeDesign(data, spec);
  const whole = mediaMixModel(spec, design.weeks);
  const priors = whole.priors.filter(({ name }) => returnKinds.some((kind) => name.startsWith(`${kind} of`)));
  const given = priors.map(({ name, node }) => ({
    name: `given ${name}`,
    node,
    labels: [["TV"]],
    elementNames: [`given ${name}`],
  }));
  const logDensity = g.add(whole.logPrior, whole.logJacobian);
  const model: Model = { ...whole, logDensity, derived: [...whole.derived, ...given] };
  return { prior: compileModel(model, modelData(design)), spec };
}

describe.each([
  ["roi", "lognormal(0.2, 0.5)"],
  ["mroi", "gamma(4, 4)"],
  ["contribution", "beta(2, 10)"],
])("A prior on %s", (kind, text) => {
  it("is the prior of that, and leaves those of all other parameters as they are", async () => {
    const { prior, spec } = await modelOf(`${kind}: ${text}, coefficient: { Search: half_normal(1) }`);
    expect(spec.returns).toEqual({ TV: kind });
    const draws = 1500;
    const { chains } = await sample(prior.density(), { seed: 7, draws });
    const positions = Float64Array.from(chains.flatMap((chain) => [...chain.positions]));
    const { columns } = prior.constrainDraws(positions, 4 * draws);
    const check = (
      name: string,
      values: Float64Array,
      own: { distribution: string; parameters: readonly number[] },
    ): void => {
      const random = randomStream([11]);
      const distribution = distributionOf(own as never);
      const exact = Float64Array.from({ length: 20_000 }, () => distribution.draw(random, own.parameters));
      const { ess_bulk } = summarize({ chains: 4, draws, values });
      expect(ess_bulk, name).toBeGreaterThan(400);
      // The distance of two samples of one distribution exceeds this once in 10,000 times.
      expect(ksDistance(values, exact), name).toBeLessThan(2.23 * Math.sqrt(1 / ess_bulk + 1 / exact.length));
    };
    for (const [parameter, priors] of Object.entries(spec.priors)) {
      if (priors === undefined) continue;
      if (isPrior(priors)) check(parameter, columns.get(parameter)!, priors);
      else
        for (const [channel, own] of Object.entries(priors)) {
          const name = `${parameter}[${channel}]`;
          check(name, columns.get(parameter === kind ? `given ${kind} of TV[TV]` : name)!, own);
        }
    }
  });
});
