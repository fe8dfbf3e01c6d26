// Every lift test beside what the model expects of it, with what it learned from the test and without; and the bias of every source.

import { paretoKThreshold, leftOut } from "../../diagnostics/index.ts";
import { countedError, type Experiment, type ExperimentMetric, isLearnedFrom } from "../../mmm/experiments/index.ts";
import { testsBySource } from "../../mmm/fit/index.ts";
import { inverseNormalCdf } from "../../numerics/special/index.ts";
import { randomPurposes, randomStream } from "../../numerics/index.ts";
import { defaultLevel, type FittedModel, type Interval, intervalOf } from "../draws/index.ts";
import { testReadings } from "./readings.ts";
import { biasGiven, liftGiven, logDensityOfSource, type Normal, perBias } from "./sources.ts";
import { momentsOf, resampled } from "./weighted.ts";

export interface LiftTest {
  readonly name: string;
  readonly channels: readonly string[];
  /** Absent: all. */
  readonly geos?: readonly string[];
  readonly metric: ExperimentMetric;
  /** Whether the model learned from it. */
  readonly learned: boolean;
  /** Used although its geos and rows are in the panel. */
  readonly forced?: true;
  readonly source?: string;
  /** What was read, its standard error as it counts (old tests less), and its interval. */
  readonly lift: number;
  readonly se: number;
  readonly interval: readonly [lower: number, upper: number];
  /** What the model expects the test to read, without error and bias. */
  readonly expected: Interval;
  /** The read-out that the model expects, error and bias included, had it not learned from the test. */
  readonly withoutIt: Interval;
  /** The same where it has; absent where it has not. */
  readonly withIt?: Interval;
  /** How many standard deviations of `withoutIt` the lift lies above its mean. */
  readonly z: number;
  /** Pareto k of the weights that leave the test out; absent where the model did not learn from it. */
  readonly paretoK?: number;
  /** Whether `withoutIt` can be relied on; otherwise the model has to be fitted without the test. */
  readonly reliable: boolean;
}

/** The bias of a source of tests, in its unit: a share of the effect, or an amount. */
export interface LiftSource {
  readonly source: string;
  readonly tests: readonly string[];
  readonly unit: Experiment["bias_unit"];
  /** Standard deviation that the model file gives it. */
  readonly prior: number;
  /** As the model has it after all tests. */
  readonly bias: Interval;
  /** How far all tests of the source together lie from a model that has learned from none of them, in standard deviations. */
  readonly z: number;
  readonly paretoK?: number;
  readonly reliable: boolean;
}

export interface LiftTests {
  readonly tests: readonly LiftTest[];
  /** Of those that have a name. */
  readonly sources: readonly LiftSource[];
  /** Largest Pareto k that can be relied on. */
  readonly threshold: number;
}

export interface LiftTestOptions {
  /** Probability of intervals. */
  readonly level?: number;
  /** The same model fitted without its tests: what is expected without one of them is then found by weighting its draws with what the others say. */
  readonly untested?: FittedModel | undefined;
}

/** Undefined where the model file has no tests. */
export function liftTests(model: FittedModel, options: LiftTestOptions = {}): LiftTests | undefined {
  const { experiments } = model.spec;
  if (experiments === undefined) return undefined;
  const { level = defaultLevel, untested } = options;
  const figures = figuresOf(model, experiments, level, false);
  if (untested === undefined) return figures;
  const { tests, sources, threshold } = figuresOf(untested, experiments, level, true);
  return {
    tests: figures.tests.map((test, k) => {
      const { withoutIt, z, paretoK, reliable } = tests[k];
      const { paretoK: _, ...rest } = test;
      return { ...rest, withoutIt, z, ...(paretoK === undefined ? {} : { paretoK }), reliable };
    }),
    sources: figures.sources.map((source, k) => {
      const { z, paretoK, reliable } = sources[k];
      const { paretoK: _, ...rest } = source;
      return { ...rest, z, ...(paretoK === undefined ? {} : { paretoK }), reliable };
    }),
    threshold,
  };
}

/** @param added whether the draws are of a model without tests, which learns from them by weights; otherwise tests are taken away by weights */
function figuresOf(model: FittedModel, experiments: readonly Experiment[], level: number, added: boolean): LiftTests {
  const readings = testReadings(model, experiments);
  const sources = testsBySource(experiments);
  const { chains, posterior, spec } = model;
  const draws = posterior.count / chains;
  const threshold = paretoKThreshold(posterior.count);
  const random = randomStream([spec.sampling.seed, randomPurposes.liftTests]);
  const noise = Float64Array.from({ length: posterior.count }, () => random.normal());
  const at = (members: readonly number[], draw: number): readonly number[] => members.map((k) => readings[k][draw]);
  const learnedOf = (members: readonly number[]): readonly number[] =>
    members.filter((k) => isLearnedFrom(experiments[k]));
  const over = (of: (draw: number) => number): Float64Array =>
    Float64Array.from({ length: posterior.count }, (_, i) => of(i));
  /** Weights without these tests, whose source has learned from these others besides. */
  const weightsWithout = (members: readonly number[], others: readonly number[]) => {
    const equal = { weights: over(() => 1 / posterior.count), paretoK: undefined };
    const density = (those: readonly number[], draw: number): number =>
      logDensityOfSource(
        those.map((k) => experiments[k]),
        at(those, draw),
      );
    if (added) {
      const rest = sources.map((those) => learnedOf(those).filter((k) => !members.includes(k)));
      if (rest.every((those) => those.length === 0)) return equal;
      const values = over((i) => -rest.reduce((sum, those) => sum + density(those, i), 0));
      return leftOut({ chains, draws, values });
    }
    if (members.length === 0) return equal;
    return leftOut({ chains, draws, values: over((i) => density([...others, ...members], i) - density(others, i)) });
  };
  const readOut = (k: number, weights: Float64Array | undefined, of: (draw: number) => Normal) => {
    const chosen = weights === undefined ? undefined : resampled(weights);
    const values = over((i) => {
      const { mean, variance } = of(chosen === undefined ? i : chosen[i]);
      // Each test has errors of its own.
      return mean + Math.sqrt(variance) * noise[(i + 7919 * k) % noise.length];
    });
    return intervalOf(values, level);
  };
  const tests = experiments.map((test, k): LiftTest => {
    const learned = isLearnedFrom(test);
    const source = learnedOf(sources.find((members) => members.includes(k)) ?? []);
    const others = source.filter((member) => member !== k);
    const { weights, paretoK } = weightsWithout(learned ? [k] : [], others);
    const biasFrom = (those: readonly number[], draw: number): Normal =>
      biasGiven(
        test,
        those.map((each) => experiments[each]),
        at(those, draw),
      );
    const without = (draw: number): Normal => liftGiven(test, readings[k][draw], biasFrom(others, draw));
    const withIt = (draw: number): Normal => liftGiven(test, readings[k][draw], biasFrom(source, draw));
    const { mean, sd } = momentsOf(weights, without);
    const se = countedError(test);
    const reach = se * inverseNormalCdf((1 + level) / 2);
    return {
      name: test.name,
      channels: test.channels,
      ...(test.geos === undefined ? {} : { geos: test.geos }),
      metric: test.metric,
      learned,
      ...(test.force === true && learned ? { forced: true as const } : {}),
      ...(test.source === undefined ? {} : { source: test.source }),
      lift: test.lift,
      se,
      interval: [test.lift - reach, test.lift + reach],
      expected: intervalOf(readings[k], level),
      withoutIt: readOut(k, weights, without),
      ...(learned ? { withIt: readOut(k, undefined, withIt) } : {}),
      z: (test.lift - mean) / sd,
      ...(paretoK === undefined ? {} : { paretoK }),
      reliable: paretoK === undefined || paretoK <= threshold,
    };
  });
  return {
    tests,
    sources: sources.flatMap((members): LiftSource[] => {
      const [first] = members.map((k) => experiments[k]);
      if (first.source === undefined) return [];
      const learned = learnedOf(members);
      const { weights, paretoK } = weightsWithout(learned, []);
      const { mean, sd } = momentsOf(weights, (draw) => biasOf(first, members, draw));
      const biasAfter = (draw: number): Normal =>
        biasGiven(
          first,
          learned.map((k) => experiments[k]),
          at(learned, draw),
        );
      return [
        {
          source: first.source,
          tests: members.map((k) => experiments[k].name),
          unit: first.bias_unit,
          prior: first.bias,
          bias: intervalOf(
            over((i) => {
              const { mean: own, variance } = biasAfter(i);
              return own + Math.sqrt(variance) * noise[i];
            }),
            level,
          ),
          z: (mean - first.bias_mean) / sd,
          ...(paretoK === undefined ? {} : { paretoK }),
          reliable: paretoK === undefined || paretoK <= threshold,
        },
      ];
    }),
    threshold,
  };

  /** The bias that the lifts alone show at a draw, as uncertain as they are, and as the source's bias is beforehand. */
  function biasOf(first: Experiment, members: readonly number[], draw: number): Normal {
    let precision = 0;
    let pulled = 0;
    for (const k of members) {
      const test = experiments[k];
      const reading = readings[k][draw];
      const weight = 1 / countedError(test) ** 2;
      const per = perBias(test, reading);
      precision += weight * per ** 2;
      pulled += weight * per * (test.lift - reading);
    }
    return { mean: pulled / precision, variance: 1 / precision + first.bias ** 2 };
  }
}
