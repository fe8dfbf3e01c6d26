import { describe, expect, it } from "vitest";
import { rankOfTruth, thin, uniformityOfRanks } from "../../src/diagnostics/index.ts";
import { beta, dirichlet, gamma, halfNormal, normal, poissonLog, positive } from "../../src/distributions/index.ts";
import {
  add,
  constant,
  divide,
  gather,
  log,
  log1p,
  matrixProduct,
  multiply,
  negate,
  subtract,
} from "../../src/graph/index.ts";
import { bindModel, compileProgram, type Model, ModelBuilder } from "../../src/model/index.ts";
import { randomStream, sample } from "../../src/sampling/index.ts";

const rows = 12;

/** Non-centered groups, a simplex, and a prior on a parameter that is sampled in other coordinates. */
function study(): Model {
  const m = new ModelBuilder();
  const decay = m.parameter("decay", beta(2, 2));
  const steady = m.coordinate("steady", positive);
  const half = m.define("half_saturation", divide(steady, subtract(1, decay)));
  m.prior("half_saturation", gamma(3, 2), half, negate(log1p(negate(decay))));
  m.recover("steady", multiply(half, subtract(1, decay)));
  const spread = m.parameter("spread", halfNormal(1));
  const group = m.parameter("group", normal(half, spread), { shape: [3], centered: false });
  const share = m.parameter("share", dirichlet(constant([1, 2, 3])));
  const sigma = m.parameter("sigma", halfNormal(0.5));
  const groupOfRow = Array.from({ length: rows }, (_, i) => i % 3);
  const slope = multiply(decay, m.data("x", [rows]));
  m.observe("y", normal(add(gather(group, groupOfRow), slope), sigma), m.data("y", [rows]));
  const shareOfRow = matrixProduct(m.data("design", [rows, 3]), share);
  m.observe("n", poissonLog(add(1, log(shareOfRow))), m.data("n", [rows]));
  return m.build();
}

const fits = 200;
const ranked = 99;

describe("simulation-based calibration of a model in the engine's own coordinates", () => {
  it("gives uniform ranks for every parameter (bands that hold with probability 0.999 each)", async () => {
    const program = compileProgram(study());
    const x = Array.from({ length: rows }, (_, i) => Math.sin(i));
    const design = Array.from({ length: rows * 3 }, (_, i) => 0.2 + ((i * 7) % 5));
    const zeros = new Array<number>(rows).fill(0);
    const prior = bindModel(program, { x, design, y: zeros, n: zeros }).priorDraws(randomStream([20240701]), fits);
    const simulated = (name: string, i: number): Float64Array =>
      prior.observed.observations.find((o) => o.name === name)!.values.slice(i * rows, (i + 1) * rows);

    const ranks = new Map([...prior.columns.keys()].map((name) => [name, new Float64Array(fits)]));
    for (let i = 0; i < fits; i++) {
      const posterior = bindModel(program, { x, design, y: simulated("y", i), n: simulated("n", i) });
      const settings = { chains: 1, warmup: 300, draws: 1000, seed: 5, fit: i, targetAccept: 0.9 };
      const { chains } = await sample(posterior.density(), settings);
      const { columns } = posterior.constrainDraws(chains[0].positions, 1000);
      for (const [name, values] of columns) {
        ranks.get(name)![i] = rankOfTruth(prior.columns.get(name)![i], thin(values, ranked));
      }
    }
    const uneven = [...ranks].filter(([, itsRanks]) => !uniformityOfRanks(itsRanks, ranked, 0.999).inside);
    expect(uneven.map(([name]) => name)).toEqual([]);
  });
});
