// Data sets that a model itself makes, in the shape of a table: same spend, controls and length, parameters drawn from the prior or
// from the posterior of an earlier fit, the target drawn from the likelihood.
//
// For draws of the prior calibration is exact, and it depends on one thing: that the model of every fit is the one that made the
// data. Scales, the trend and (of counts) the bend of the mean are therefore those of the table, for all data sets. Were they
// taken from each drawn target, as those of a fit are from its table, the prior would change with the data. A drawn target may
// well be one that no business has (negative revenue, weeks a hundredfold apart); it is fitted as it is, neither moved nor rounded.

import { type MediaData, periodOf } from "../../data/panel/index.ts";
import { elementDraws, type DrawsColumn, elementName } from "../../mmm/axes/index.ts";
import { readTests } from "../../mmm/experiments/index.ts";
import {
  type Design,
  explicitDesign,
  explicitForm,
  makeDesign,
  mediaMixModel,
  modelData,
} from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import { compileModel, type ObservedDraws, type Posterior } from "../../model/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { latentSpendNotRecovered } from "../../problems/recovery-problems.ts";
import { randomStream } from "../../numerics/index.ts";
import type { RecoverySet, SetSource } from "./recovery-set.ts";

const purposes = { prior: 1, posterior: 2, lifts: 3 } as const;

interface DrawnSets {
  readonly columns: ReadonlyMap<string, Float64Array>;
  readonly observed: ObservedDraws;
}

/**
 * Sets whose parameters are drawn from the prior; set i is the same however many there are.
 * @throws CarryoverError when the model takes spend as unknown
 */
export function priorSets(data: MediaData, resolution: Resolution, seed: number, sets: number): SetSource {
  const { design, posterior } = modelOf(data, resolution);
  const drawn = posterior.priorDraws(randomStream([seed, purposes.prior]), sets);
  const { target, cadence } = data;
  return {
    ...shapeOf(data, resolution),
    kind: "prior",
    title: `the prior of the model of ${data.source}`,
    statement: [
      `Each data set has the ${periodOf(cadence)}s, the spend and the controls of ${data.source}. Its parameters are drawn from the priors of the model and its ${target.name} ` +
        `from the likelihood; the ${target.name} of the table serves for its scale alone. The question answered is whether this design could have recovered the truth.`,
      "All data sets use the scales of the table, so the fitted model is the one that generated the data. The coverage of the intervals should equal their level.",
    ],
    exact: true,
    set: async (index) => drawnSet(drawn, index, { data, resolution, design, seed }),
  };
}

/** Draws of an earlier fit: its positions, [chain][draw][coordinate]. */
export interface EarlierFit {
  /** Names the run. */
  readonly name: string;
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly positions: Float64Array;
  /** Reported parameters of the same draws. */
  readonly parameters: readonly DrawsColumn[];
}

/** Sets whose parameters are draws of a posterior, evenly spaced over all of its draws (in turn, where there are fewer than sets). */
export function posteriorSets(
  { name, data, resolution, positions, parameters }: EarlierFit,
  seed: number,
  sets: number,
): SetSource {
  const { design, posterior } = modelOf(data, resolution);
  const { dimension } = posterior;
  const isWhole = explicitForm(resolution.spec) === resolution.spec;
  const [first] = parameters;
  const count = first.chains * first.draws;
  const chosen = new Float64Array(sets * dimension);
  for (let i = 0; i < sets; i++) {
    const draw = sets <= count ? Math.floor(((i + 0.5) * count) / sets) : i % count;
    const own = isWhole
      ? positions.subarray(draw * dimension, (draw + 1) * dimension)
      : posterior.unconstrain(valuesAt(parameters, draw));
    chosen.set(own, i * dimension);
  }
  const { columns } = posterior.constrainDraws(chosen, sets);
  const observed = posterior.posteriorPredictive(randomStream([seed, purposes.posterior]), chosen, sets);
  return {
    ...shapeOf(data, resolution),
    kind: "posterior",
    title: `the posterior of the run ${name}`,
    statement: [
      `Each data set has the table of ${name} with its ${data.target.name} simulated from the model at a posterior draw, which is the truth. ` +
        "These true values vary less than the prior, so the coverage need not equal the level of the intervals.",
    ],
    exact: false,
    set: async (index) => drawnSet({ columns, observed }, index, { data, resolution, design, seed }),
  };
}

/** Values of parameters at a draw, by name. */
function valuesAt(parameters: readonly DrawsColumn[], draw: number): Record<string, number[]> {
  return Object.fromEntries(
    parameters.map((column) => {
      const size = column.values.length / (column.chains * column.draws);
      return [column.name, Array.from({ length: size }, (_, k) => elementDraws(column, k).values[draw])];
    }),
  );
}

/** The model with nothing integrated out: of it there are draws of everything, and tables. */
function modelOf(data: MediaData, { spec }: Resolution): { readonly design: Design; readonly posterior: Posterior } {
  if (spec.latent_spend !== undefined) {
    throw new CarryoverError([latentSpendNotRecovered(spec.latent_spend.channels)], exitCodes.usage);
  }
  const design = makeDesign(data, spec);
  return {
    design,
    posterior: compileModel(mediaMixModel(explicitForm(spec), design.weeks), modelData(explicitDesign(design))),
  };
}

function shapeOf(
  data: MediaData,
  { spec }: Resolution,
): Pick<SetSource, "target" | "weeks" | "period" | "channels" | "geos"> {
  return {
    target: data.target.name,
    weeks: data.rows,
    period: periodOf(data.cadence),
    channels: spec.channels.map(({ name }) => name),
    ...(spec.geos === undefined ? {} : { geos: spec.geos }),
  };
}

interface SetShape {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly design: Design;
  readonly seed: number;
}

function drawnSet(
  { columns, observed }: DrawnSets,
  index: number,
  { data, resolution, design, seed }: SetShape,
): RecoverySet {
  const { spec } = resolution;
  const { size, values } = observed.observations.find(({ name }) => name === "target")!;
  const drawn = values.subarray(index * size, (index + 1) * size);
  const { location, scale } = design.targetScale;
  const { counts, panel, weeks } = design;
  // Counts are drawn as they are in the table, other targets per head; what the table does not know stays unknown.
  const inTable = (value: number, cell: number): number =>
    counts === undefined ? (location + scale * value) * (panel?.population[Math.floor(cell / weeks)] ?? 1) : value;
  const target = drawn.map((value, cell) => (panel?.hasTarget[cell] === 0 ? Number.NaN : inTable(value, cell)));
  const own = seed + index;
  const random = randomStream([own, purposes.lifts]);
  const lifts = spec.experiments && {
    experiments: readTests(
      spec.experiments,
      (name) => columns.get(elementName("experiment", [name]))?.[index] ?? Number.NaN,
      () => random.normal(),
    ),
  };
  return {
    index,
    seed: own,
    data: { ...data, target: { ...data.target, values: target } },
    resolution: { ...resolution, spec: { ...spec, ...lifts, sampling: { ...spec.sampling, seed: own } } },
    like: design,
    truth: { kind: "drawn", columns: [...columns].map(([name, column]) => [name, column[index]] as const) },
  };
}
