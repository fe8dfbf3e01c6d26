// The memory beside a density in which the sampler's WebAssembly code works, and what crosses between it and JavaScript before a transition.

import { ziggurat } from "../../numerics/index.ts";
import type { DensityMachine, LogDensity } from "../density.ts";
import type { Metric, MetricState } from "../hamiltonian/index.ts";
import type { NutsSettings } from "../nuts.ts";
import type { ChainPoint, TransitionPlan } from "../transition.ts";
import {
  candidate,
  choicesStream,
  edges,
  endVectors,
  firsts,
  heights,
  metricKinds,
  momentumStream,
  numbers,
  sums,
  vectors,
  words,
} from "./layout.ts";

/** Where a state lies: the current one, or a candidate for the next. */
export interface StatePlace {
  readonly at: number;
  /** Log density and energy. */
  readonly numbers: Float64Array;
  readonly offset: Int32Array;
  readonly position: Float64Array;
  readonly gradient: Float64Array;
}

/** Views of the workspace; they are made anew when the memory has grown. */
export interface WorkspaceViews {
  readonly numbers: Float64Array;
  readonly words: Int32Array;
  readonly momentum: Int32Array;
  readonly choices: Int32Array;
  readonly before: Float64Array;
  /** The left end, with the gradient that the density left at its last evaluation; its log density is a number of the workspace. */
  readonly end: Readonly<Record<"position" | "momentum" | "gradient", Float64Array>>;
}

export interface Workspace {
  /** Writes the current state and what the plan says; the views are good until the next call. */
  prepare(point: ChainPoint, plan: TransitionPlan): WorkspaceViews;
  chosen(): StatePlace;
  /** The transition of NUTS. */
  step(): void;
  /** The trajectory of HMC. */
  trajectory(): void;
}

export function workspace(
  density: LogDensity,
  machine: DensityMachine,
  settings: NutsSettings,
  interrupt: () => void,
): Workspace {
  const { dimension } = density;
  const { memory } = machine;
  const stride = 16 * Math.ceil(dimension / 2);
  const candidateBytes = candidate.position + 2 * stride;
  const levels = settings.maxDepth + 1;
  // Vectors by number from the start of `vectors`: two ends, then single ones, then those of each level.
  const singles = ["before", "trajectorySum", "nearMomentum", "velocity", "scaled", "sum", "scale"] as const;
  const firstSingle = 2 * endVectors;
  const firstLevel = firstSingle + singles.length;
  const candidates = vectors + (firstLevel + 3 * levels) * stride;
  const metricStart = candidates + 2 * candidateBytes;
  let matrixBytes = 0;
  const base = machine.reserve(metricStart);
  const addressOf = (vector: number): number => base + vectors + vector * stride;

  let views = makeViews();
  let written: Metric | undefined;
  const { step, trajectory } = new WebAssembly.Instance(machine.modules.nuts, {
    host: { memory, run: machine.run, interrupt, exp: Math.exp, log: Math.log },
  }).exports as unknown as Record<"step" | "trajectory", (workspace: number) => void>;

  function makeViews() {
    const { buffer } = memory;
    const place = (at: number): StatePlace => ({
      at,
      numbers: new Float64Array(buffer, at, 2),
      offset: new Int32Array(buffer, at + candidate.offset, 1),
      position: new Float64Array(buffer, at + candidate.position, dimension),
      gradient: new Float64Array(buffer, at + candidate.position + stride, dimension),
    });
    return {
      buffer,
      numbers: new Float64Array(buffer, base, words.vectorBytes / 8),
      words: new Int32Array(buffer, base, edges / 4),
      momentum: new Int32Array(buffer, base + momentumStream, (choicesStream - momentumStream) / 4),
      choices: new Int32Array(buffer, base + choicesStream, (firsts - choicesStream) / 4),
      scale: new Float64Array(buffer, addressOf(firstSingle + singles.indexOf("scale")), dimension),
      before: new Float64Array(buffer, addressOf(firstSingle + singles.indexOf("before")), dimension),
      end: {
        position: new Float64Array(buffer, addressOf(0), dimension),
        momentum: new Float64Array(buffer, addressOf(2), dimension),
        gradient: new Float64Array(buffer, machine.logDensity + 8, dimension),
      },
      places: [place(base + candidates), place(base + candidates + candidateBytes)],
    };
  }

  /** All that stays the same between transitions. */
  const layOut = (): void => {
    const word = (slot: number, value: number): void => {
      views.words[slot / 4] = value;
    };
    views.numbers[numbers.maxEnergyError / 8] = settings.maxEnergyError;
    word(words.vectorBytes, dimension * 8);
    word(words.stride, stride);
    word(words.position, machine.position);
    word(words.gradient, machine.logDensity + 8);
    word(words.left, addressOf(0));
    word(words.right, addressOf(endVectors));
    singles.forEach((name, i) => word(words[name], addressOf(firstSingle + i)));
    word(words.lasts, addressOf(firstLevel));
    for (let level = 0; level < levels; level++) {
      word(firsts + 4 * level, addressOf(firstLevel + levels + level));
      word(sums + 4 * level, addressOf(firstLevel + 2 * levels + level));
    }
    word(words.chosen, base + candidates);
    word(words.proposed, base + candidates + candidateBytes);
    new Float64Array(memory.buffer, base + edges, ziggurat.edges.length).set(ziggurat.edges);
    new Float64Array(memory.buffer, base + heights, ziggurat.heights.length).set(ziggurat.heights);
  };

  /** Room for so many numbers of a metric; returns a view of it. */
  const matrix = (elements: number): Float64Array => {
    const bytes = elements * 8;
    // Grown by half at least: the rank of a low-rank metric changes during warm-up.
    if (bytes > matrixBytes) matrixBytes = Math.max(bytes, 1.5 * matrixBytes);
    machine.reserve(metricStart + matrixBytes);
    if (views.buffer !== memory.buffer) views = makeViews();
    return new Float64Array(memory.buffer, base + metricStart, elements);
  };

  const writeMetric = (state: MetricState): void => {
    if (state.kind === "diagonal") views.scale.set(state.scale);
    else if (state.kind === "dense") matrix(state.factor.length).set(state.factor);
    else {
      const { scale, vectors: directions, values } = state;
      const rank = values.length;
      const room = matrix(directions.length + rank);
      room.set(directions);
      for (let k = 0; k < rank; k++) room[directions.length + k] = Math.sqrt(values[k]) - 1;
      views.scale.set(scale);
      views.words[words.rank / 4] = rank;
      views.words[words.stretch / 4] = base + metricStart + directions.length * 8;
    }
    views.words[words.metricKind / 4] = metricKinds[state.kind];
    views.words[words.matrix / 4] = base + metricStart;
  };

  const writePlan = ({ metric, stepSize, maxDepth }: TransitionPlan): void => {
    // A diagonal is written in place while a chain warms up; other metrics are replaced as a whole.
    if (metric !== written || metric.state.kind === "diagonal") writeMetric(metric.state);
    written = metric;
    views.numbers[numbers.stepSize / 8] = stepSize;
    views.words[words.depthLimit / 4] = Math.min(maxDepth, settings.maxDepth);
  };

  const chosen = (): StatePlace => views.places[views.words[words.chosen / 4] === views.places[0].at ? 0 : 1];

  return {
    prepare(point, plan) {
      if (machine.user !== step) {
        views = makeViews();
        layOut();
        written = undefined;
        machine.user = step;
      }
      if (views.buffer !== memory.buffer) views = makeViews();
      writePlan(plan);
      const from = chosen();
      from.position.set(point.position);
      from.gradient.set(point.gradient);
      from.numbers[0] = point.logDensity;
      return views;
    },
    chosen,
    step: () => step(base),
    trajectory: () => trajectory(base),
  };
}
