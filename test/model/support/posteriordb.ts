// The posteriors of posteriordb that lie beside the repository: their data, reference summaries, and models in our own builder.

import { readFileSync } from "node:fs";
import type { Summary } from "../../../src/diagnostics/index.ts";
import {
  beta,
  dirichlet,
  flat,
  gamma,
  halfCauchy,
  halfNormal,
  logNormal,
  mixture,
  multivariateNormalCovariance,
  normal,
  orderedVector,
  positiveOrdered,
  truncatedNormal,
} from "../../../src/distributions/index.ts";
import {
  add,
  diagonalMatrix,
  logSumExp,
  matrixProduct,
  multiply,
  ode,
  pick,
  scan,
  stack,
} from "../../../src/graph/index.ts";
import { type Model, ModelBuilder } from "../../../src/model/index.ts";
import { eightSchools } from "./eight-schools.ts";
import { sharedData } from "../../support/optional.ts";

const { url: folder, present } = sharedData("third-party/posteriordb/");

export interface ReferenceSummary {
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

export interface ReferencePosterior {
  readonly name: string;
  readonly model: Model;
  readonly data: Readonly<Record<string, ArrayLike<number>>>;
  readonly reference: Readonly<Record<string, ReferenceSummary>>;
}

type Json = Readonly<Record<string, number | readonly number[] | readonly (readonly number[])[]>>;

function kidscore(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const n = raw.N as number;
  const m = new ModelBuilder();
  const beta = m.parameter("beta", flat(), { shape: [3] });
  const sigma = m.parameter("sigma", halfCauchy(2.5));
  const school = multiply(pick(beta, 1), m.data("mom_hs", [n]));
  const mean = add(add(pick(beta, 0), school), multiply(pick(beta, 2), m.data("mom_iq", [n])));
  m.observe("kid_score", normal(mean, sigma), m.data("kid_score", [n]));
  const { kid_score, mom_hs, mom_iq } = raw as Record<string, number[]>;
  return { model: m.build(), data: { kid_score, mom_hs, mom_iq } };
}

function autoregression(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const { K: order, T: length } = raw as { K: number; T: number };
  const y = raw.y as number[];
  const m = new ModelBuilder();
  const alpha = m.parameter("alpha", normal(0, 10));
  const beta = m.parameter("beta", normal(0, 10), { shape: [order] });
  const sigma = m.parameter("sigma", halfCauchy(2.5));
  const mean = add(alpha, matrixProduct(m.data("lags", [length - order, order]), beta));
  m.observe("y", normal(mean, sigma), m.data("y", [length - order]));
  const lags = Array.from({ length: (length - order) * order }, (_, i) => {
    const t = order + Math.floor(i / order);
    return y[t - 1 - (i % order)];
  });
  return { model: m.build(), data: { y: y.slice(order), lags } };
}

function linearRegression(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const { D: columns, N: rows } = raw as { D: number; N: number };
  const m = new ModelBuilder();
  const beta = m.parameter("beta", normal(0, 10), { shape: [columns] });
  const sigma = m.parameter("sigma", halfNormal(10));
  m.observe("y", normal(matrixProduct(m.data("X", [rows, columns]), beta), sigma), m.data("y", [rows]));
  return { model: m.build(), data: { X: (raw.X as number[][]).flat(), y: raw.y as number[] } };
}

const schoolsOf =
  (centered: boolean) =>
  (raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } => ({
    model: eightSchools(centered),
    data: { y: raw.y as number[], sigma: raw.sigma as number[] },
  });

function mixtureOfTwo(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const m = new ModelBuilder();
  const mu = m.parameter("mu", orderedVector(normal(0, 2), 2));
  const sigma = m.parameter("sigma", halfNormal(2), { shape: [2] });
  const theta = m.parameter("theta", beta(5, 5));
  const components = [normal(mu.at(0), sigma.at(0)), normal(mu.at(1), sigma.at(1))];
  m.observe("y", mixture([theta, theta.neg().add(1)], components), m.data("y", [raw.N as number]));
  return { model: m.build(), data: { y: raw.y as number[] } };
}

function predatorsAndPrey(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const years = raw.N as number;
  const m = new ModelBuilder();
  // Rates of growth and of meetings, in turn; all are positive, which changes their densities by constants alone.
  const theta = m.parameter("theta", truncatedNormal([1, 0.05, 1, 0.05], [0.5, 0.05, 0.5, 0.05], 0, Infinity), {
    shape: [4],
  });
  const start = m.parameter("z_init", logNormal(Math.log(10), 1), { shape: [2] });
  const sigma = m.parameter("sigma", logNormal(-1, 1), { shape: [2] });
  const z = ode(
    (now) => {
      const [prey, predators] = [now.at(0), now.at(1)];
      return stack([
        prey.mul(theta.at(0).sub(predators.mul(theta.at(1)))),
        predators.mul(prey.mul(theta.at(3)).sub(theta.at(2))),
      ]);
    },
    start,
    0,
    m.data("ts", [years]),
  );
  m.observe("y_init", logNormal(start.log(), sigma), m.data("y_init", [2]));
  m.observe("y", logNormal(z.log(), sigma), m.data("y", [years, 2]));
  const { ts, y_init, y } = raw as Record<string, number[]>;
  return { model: m.build(), data: { ts, y_init, y: (y as unknown as number[][]).flat() } };
}

function hiddenMarkov(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const length = raw.N as number;
  const m = new ModelBuilder();
  const fromFirst = m.parameter("theta1", dirichlet([1, 1]));
  const fromSecond = m.parameter("theta2", dirichlet([1, 1]));
  const mu = m.parameter("mu", flat(positiveOrdered), { shape: [2] });
  m.potential("states", add(normal(3, 1).logDensity(mu.at(0)), normal(10, 1).logDensity(mu.at(1))));
  const seen = normal(mu, 1).logDensity(m.data("y", [length]).expand(-1));
  const transitions = stack([fromFirst, fromSecond]).log();
  const [forward] = scan(
    (before, now) => [logSumExp(before.expand(-1).add(transitions), 0).add(now), []],
    seen.at(0),
    seen.slice(1),
  );
  m.potential("y", logSumExp(forward));
  return { model: m.build(), data: { y: raw.y as number[] } };
}

function gaussianProcessRegression(raw: Json): { model: Model; data: Readonly<Record<string, readonly number[]>> } {
  const n = raw.N as number;
  const m = new ModelBuilder();
  const rho = m.parameter("rho", gamma(25, 4));
  const alpha = m.parameter("alpha", halfNormal(2));
  const sigma = m.parameter("sigma", halfNormal(1));
  const x = m.data("x", [n]);
  const covariance = x.expand(-1).sub(x).div(rho).square().mul(-0.5).exp().mul(alpha.square());
  m.observe(
    "y",
    multivariateNormalCovariance(0, covariance.add(diagonalMatrix(sigma.broadcastTo([n])))),
    m.data("y", [n]),
  );
  return { model: m.build(), data: { x: raw.x as number[], y: raw.y as number[] } };
}

const models: Readonly<
  Record<string, (raw: Json) => { model: Model; data: Readonly<Record<string, readonly number[]>> }>
> = {
  "eight_schools-eight_schools_noncentered": schoolsOf(false),
  "eight_schools-eight_schools_centered": schoolsOf(true),
  "kidiq-kidscore_momhsiq": kidscore,
  "arK-arK": autoregression,
  "sblri-blr": linearRegression,
  "low_dim_gauss_mix-low_dim_gauss_mix": mixtureOfTwo,
  "hudson_lynx_hare-lotka_volterra": predatorsAndPrey,
  "hmm_example-hmm_example": hiddenMarkov,
  "gp_pois_regr-gp_regr": gaussianProcessRegression,
};

/** The posteriors; none when the folder is absent. */
export function referencePosteriors(): ReferencePosterior[] {
  if (!present) return [];
  const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), "utf8"));
  return Object.entries(models).map(([name, build]) => {
    const { summary } = read(`${name}/reference_summary.json`) as { summary: Record<string, ReferenceSummary> };
    return { name, ...build(read(`${name}/data.json`) as Json), reference: summary };
  });
}

/** Those that are sampled on lanes too: equations are not solved there, and the others of this kind would take long and say nothing new. */
export function posteriorsForLanes(): ReferencePosterior[] {
  return referencePosteriors().filter(({ name }) => !/^(hudson|hmm|gp_pois|low_dim)/.test(name));
}

/** Four standard errors, of the draws and of the reference together. */
export function disagreements(summaries: ReadonlyMap<string, Summary>, { reference }: ReferencePosterior): string[] {
  return Object.entries(reference).flatMap(([name, expected]) => {
    const ours = summaries.get(name)!;
    const ofMean = 4 * Math.hypot(ours.mcse_mean, expected.mcse_mean);
    const ofSd = 4 * Math.hypot(ours.mcse_sd / ours.sd, expected.mcse_sd / expected.sd);
    const found: string[] = [];
    if (!(Math.abs(ours.mean - expected.mean) <= ofMean))
      found.push(`mean of ${name}: ${ours.mean}, not ${expected.mean}`);
    if (!(Math.abs(Math.log(ours.sd / expected.sd)) <= ofSd))
      found.push(`sd of ${name}: ${ours.sd}, not ${expected.sd}`);
    if (!(ours.ess_bulk >= 1000)) found.push(`${name} has ${ours.ess_bulk} effective draws`);
    return found;
  });
}
