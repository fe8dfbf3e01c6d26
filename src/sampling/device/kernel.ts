// The kernel that makes whole transitions on the device: momenta, trajectories, acceptance, and what a fit's chains learn of them.

import { float32Literal, type PrintedDensity } from "../../compile/wgsl/index.ts";
import { lengthRule, stepsOnTheWayIn } from "../lanes/index.ts";
import { float, stateSize, whole } from "./fit-state.ts";
import { learningSource } from "./learning.ts";
import { randomSource } from "./random.ts";

/** Functions of one argument that the kernel calls. */
export const kernelFunctions = ["exp", "log"] as const;

/** Lanes of a workgroup, unless a fit has more chains. */
const wantedLanes = 32;

/** How lanes share workgroups: whole fits, whose chains learn together between barriers. */
export interface KernelShape {
  readonly chains: number;
  readonly fitsPerGroup: number;
  readonly lanes: number;
}

export function kernelShape(chains: number): KernelShape {
  const fitsPerGroup = Math.max(1, Math.floor(wantedLanes / chains));
  return { chains, fitsPerGroup, lanes: fitsPerGroup * chains };
}

/** What is logged of every transition of a lane after warm-up, in order. */
export const logNames = ["logDensity", "energy", "acceptance", "steps", "outcome"] as const;

/** What became of a trajectory. */
export const outcomes = { rejected: 0, accepted: 1, divergent: 2 } as const;

/** Elements of a lane's memory in all: that of the density, then momentum and the state to return to. */
export function laneElements({ laneSize, dimension }: PrintedDensity): number {
  return laneSize + dimension + (2 * dimension + 1);
}

/** Elements of a fit's metric: the factor L, row after row, its inverse, and the center of what was drawn. */
export function metricElements(dimension: number): number {
  return 2 * dimension * dimension + dimension;
}

/** Elements of the recorded end of a trajectory: position, gradient, its outcome, and the log density. */
export function endElements(dimension: number): number {
  return 2 * dimension + 2;
}

/** Numbers of the buffer `call`, in order. */
export interface AdvanceCall {
  readonly fits: number;
  /** Transitions that every fit shall have made. */
  readonly until: number;
  /** The first transition that is recorded, and how many there is room for. */
  readonly recordFrom: number;
  readonly slots: number;
  /** 1: where trajectories ended, and the gradients there; 0: the chains' new states. */
  readonly recordEnds: 0 | 1;
  /** First element of the logs in the buffer of records, and transitions that they hold of each fit. */
  readonly logStart: number;
  readonly draws: number;
  readonly warmup: number;
  /** Leapfrog steps of a workgroup in this dispatch; it ends with the transition that reaches them. */
  readonly budget: number;
  readonly maxLeapfrogs: number;
  readonly targetAccept: number;
  readonly maxEnergyError: number;
}

export const callBytes = 48;

export function callNumbers(call: AdvanceCall): ArrayBuffer {
  const buffer = new ArrayBuffer(callBytes);
  const { fits, until, recordFrom, slots, recordEnds, logStart, draws, warmup, budget, maxLeapfrogs } = call;
  new Uint32Array(buffer).set([
    fits,
    until,
    recordFrom,
    slots,
    recordEnds,
    logStart,
    draws,
    warmup,
    budget,
    maxLeapfrogs,
  ]);
  new Float32Array(buffer, 40).set([call.targetAccept, call.maxEnergyError]);
  return buffer;
}

/**
 * WGSL source of the kernel `transitions`. A workgroup moves its own fits, at their own pace, until they have made `until` transitions or its
 * budget is spent. Positions are x = L y: momenta are standard normals z, and velocities L z. All numbers of a lane are a function of its
 * fit's key, its chain and the transition, so what a fit draws depends on no other fit and on no dispatch.
 */
export function kernelSource(density: PrintedDensity, { chains, fitsPerGroup, lanes }: KernelShape): string {
  const { dimension, laneSize, fitSize } = density;
  const at = (start: number, i: string): string => `memory[own + (${start}u + ${i}) * ${lanes}u]`;
  const position = (i: string): string => at(density.position, i);
  const gradient = (i: string): string => at(density.logDensity + 1, i);
  const momentum = (i: string): string => at(laneSize, i);
  const keptPosition = (i: string): string => at(laneSize + dimension, i);
  const keptGradient = (i: string): string => at(laneSize + 2 * dimension, i);
  const logDensity = at(density.logDensity, "0u");
  const keptLogDensity = at(laneSize + 3 * dimension, "0u");
  const each = (i: string): string => `for (var ${i} = 0u; ${i} < ${dimension}u; ${i} += 1u)`;
  const square = dimension * dimension;
  /**
   * Adds products over j to `sum`, four at a time, so that a lane waits for them together. Entries beyond the triangle are zeros.
   * @param first where j begins, a multiple of four; `goesOn` holds while there is something to add
   */
  const addProducts = (sum: string, first: string, goesOn: string, product: (j: string) => string): string => {
    const whole = dimension - (dimension % 4);
    const four = [0, 1, 2, 3].map((k) => product(`(j + ${k}u)`)).join(" + ");
    const rest = Array.from({ length: dimension % 4 }, (_, k) => `${sum} += ${product(`${whole + k}u`)};`);
    return [`for (var j = ${first}; ${goesOn}j < ${whole}u; j += 4u) { ${sum} += ${four}; }`, ...rest].join(
      "\n            ",
    );
  };
  /** z += size L' g. */
  const kick = (size: string): string => `${each("i")} {
            var force = 0f;
            ${addProducts("force", "i & 0xfffffffcu", "", (j) => `factors[metric + ${j} * ${dimension}u + i] * ${gradient(j)}`)}
            ${momentum("i")} += ${size} * force;
          }`;
  /** Coordinates in the metric's standard deviations from the center. */
  const standardized = (x: (i: string) => string): string => `var y = 0f;
            ${addProducts(
              "y",
              "0u",
              "j <= i && ",
              (j) =>
                `factors[metric + ${square}u + i * ${dimension}u + ${j}] * (${x(j)} - factors[metric + ${2 * square}u + ${j}])`,
            )}`;
  const { jitter } = lengthRule;
  return `// Transitions of ${chains} chains a fit, of dimension ${dimension}.

struct AdvanceCall {
  fits: u32,
  until: u32,
  record_from: u32,
  slots: u32,
  record_ends: u32,
  log_start: u32,
  draws: u32,
  warmup: u32,
  budget: u32,
  max_leapfrogs: u32,
  target_accept: f32,
  max_energy_error: f32,
}

@group(0) @binding(0) var<uniform> call: AdvanceCall;
/** In blocks of ${lanes} lanes, of each lane: what the density needs, momentum, and the state to return to. */
@group(0) @binding(1) var<storage, read_write> memory: array<f32>;
/** States of fits. */
@group(0) @binding(2) var<storage, read_write> states: array<u32>;
/** [fit][slot][chain], then logs [fit][draw][chain]. */
@group(0) @binding(3) var<storage, read_write> records: array<f32>;
@group(0) @binding(4) var<storage, read> fit_data: array<f32>;
/** Of each fit: L, its inverse, the center; then of each lane: where it starts. */
@group(0) @binding(5) var<storage, read> factors: array<f32>;
@group(0) @binding(6) var<storage, read> constants: array<f32, ${Math.max(1, density.constants.length)}>;
@group(0) @binding(7) var<storage, read> tables: array<u32, ${Math.max(1, density.tables.length)}>;

var<workgroup> state: array<u32, ${fitsPerGroup * stateSize}>;
var<workgroup> accepts: array<f32, ${lanes}>;
var<workgroup> slopes: array<f32, ${lanes}>;
var<workgroup> taken: array<u32, ${fitsPerGroup}>;
var<workgroup> spent: u32;
var<workgroup> more: u32;
${density.source}
/** Whether the size of a number is below 2^99, about 6e29, by its bits: WGSL promises nothing about NaN and infinity. */
fn in_range(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) < 0x71000000u;
}
${randomSource}${learningSource(chains)}
fn goes_on(s: u32) -> bool {
  return ${whole("failed")} == 0u && ${whole("iteration")} < call.until;
}

/** Leapfrog steps of the fit's next trajectories; lengths are spread evenly by Halton's sequence in base 2. */
fn next_steps(s: u32) -> u32 {
  let spread = f32(reverseBits(${whole("iteration")} + 1u)) * ${float32Literal(2 ** -32)};
  let factor = ${float32Literal(1 - jitter)} + ${float32Literal(2 * jitter)} * spread;
  let learned = float_exp(${float("lengthLog")}) / ${float("stepSize")};
  let wanted = factor * select(learned, ${float32Literal(stepsOnTheWayIn)}, ${whole("metrics")} == 0u);
  return u32(clamp(floor(wanted + 0.5f), 1f, f32(call.max_leapfrogs)));
}

/** Block ${"`block`"} of the numbers of a chain for transition ${"`draw`"}. */
fn words(s: u32, chain: u32, draw: u32, block: u32) -> vec4<u32> {
  let counter = vec4<u32>((chain << 16u) | block, draw, ${whole("key2")}, ${whole("key3")});
  return philox(counter, vec2<u32>(${whole("key0")}, ${whole("key1")}));
}

@compute @workgroup_size(${lanes})
fn transitions(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_id) local: vec3<u32>) {
  let l = local.x;
  let member = l / ${chains}u;
  let chain = l % ${chains}u;
  let which = group.x * ${fitsPerGroup}u + member;
  let inside = which < call.fits;
  let fit = which * ${fitSize}u;
  let metric = which * ${metricElements(dimension)}u;
  let own = group.x * ${laneElements(density) * lanes}u + l;
  let s = member * ${stateSize}u;
  if (inside) {
    for (var k = chain; k < ${stateSize}u; k += ${chains}u) { state[s + k] = states[which * ${stateSize}u + k]; }
  }
  if (l == 0u) { spent = 0u; }
  loop {
    workgroupBarrier();
    if (l == 0u) {
      var any = 0u;
      for (var k = 0u; k < ${fitsPerGroup}u; k += 1u) {
        if (group.x * ${fitsPerGroup}u + k < call.fits && goes_on(k * ${stateSize}u)) { any = 1u; }
      }
      more = select(any, 0u, spent >= call.budget);
    }
    if (workgroupUniformLoad(&more) == 0u) { break; }

    let going = inside && goes_on(s);
    let fresh = ${whole("fresh")} == 1u;
    let searching = ${whole("searching")} == 1u;
    let iteration = ${whole("iteration")};
    let learning = iteration < call.warmup && ${whole("metrics")} > 0u && !searching;
    var steps = 0u;
    if (going) {
      let step_size = select(${float("stepSize")}, ${float("tried")}, searching);
      let draw = select(iteration, 0x80000000u + ${whole("tries")}, searching);
      steps = select(next_steps(s), 1u, searching || fresh);
      var kinetic = 0f;
      for (var block = 0u; 4u * block < ${dimension}u; block += 1u) {
        let z = normals(words(s, chain, draw, block));
        for (var k = 0u; k < 4u && 4u * block + k < ${dimension}u; k += 1u) {
          ${momentum("4u * block + k")} = z[k];
          kinetic += z[k] * z[k];
        }
      }
      if (fresh) {
        ${each("i")} { 
          ${position("i")} = factors[call.fits * ${metricElements(dimension)}u + (which * ${chains}u + chain) * ${dimension}u + i];
         }
      }
      let start_energy = 0.5f * kinetic - ${keptLogDensity};
      var sound = true;
      for (var turn = 0u; turn < steps && sound; turn += 1u) {
        if (!fresh) {
          // Half a step of momentum first, then whole ones: the half steps between two steps of position are one.
          let size = select(step_size, 0.5f * step_size, turn == 0u);
          ${kick("size")}
          ${each("i")} {
            var velocity = 0f;
            ${addProducts("velocity", "0u", "j <= i && ", (j) => `factors[metric + i * ${dimension}u + ${j}] * ${momentum(j)}`)}
            let moved = ${position("i")} + step_size * velocity;
            sound = sound && in_range(moved);
            ${position("i")} = moved;
          }
        }
        evaluate(own, fit);
        sound = sound && in_range(${logDensity});
        ${each("i")} { sound = sound && in_range(${gradient("i")}); }
      }
      var accepted = fresh && sound;
      accepts[l] = select(0f, 1f, sound);
      if (!fresh) {
        let half_step = 0.5f * step_size;
        ${kick("half_step")}
        var end_kinetic = 0f;
        ${each("i")} { end_kinetic += ${momentum("i")} * ${momentum("i")}; }
        let energy = 0.5f * end_kinetic - ${logDensity};
        let error = energy - start_energy;
        let divergent = !(sound && in_range(error) && error <= call.max_energy_error);
        let acceptance = select(select(1f, float_exp(-error), error > 0f), 0f, divergent);
        // The last block is never reached by momenta.
        accepted = !divergent && !searching && unit(words(s, chain, draw, 0xffffu).x) < acceptance;
        accepts[l] = acceptance;
        slopes[l] = 0f;
        if (learning && acceptance > 0f) {
          var before = 0f;
          var after = 0f;
          var rate = 0f;
          ${each("i")} {
          ${standardized(keptPosition)}
            before += y * y;
          }
          ${each("i")} {
          ${standardized(position)}
            after += y * y;
            rate += y * ${momentum("i")};
          }
          slopes[l] = acceptance * f32(steps) * step_size * (after - before) * rate;
        }
        if (!searching) {
          let outcome = select(select(0f, ${outcomes.accepted}f, accepted), ${outcomes.divergent}f, divergent);
          let slot = iteration - call.record_from;
          if (iteration >= call.record_from && slot < call.slots) {
            let width = select(${dimension}u, ${endElements(dimension)}u, call.record_ends == 1u);
            let place = ((which * call.slots + slot) * ${chains}u + chain) * width;
            if (call.record_ends == 1u) {
              records[place + ${2 * dimension}u] = outcome;
              records[place + ${2 * dimension + 1}u] = ${logDensity};
              ${each("i")} {
                records[place + i] = ${position("i")};
                records[place + ${dimension}u + i] = ${gradient("i")};
              }
            } else {
              ${each("i")} { records[place + i] = select(${keptPosition("i")}, ${position("i")}, accepted); }
            }
          }
          if (iteration >= call.warmup) {
            let transition = which * call.draws + iteration - call.warmup;
            let log = call.log_start + (transition * ${chains}u + chain) * ${logNames.length}u;
            records[log] = select(${keptLogDensity}, ${logDensity}, accepted);
            records[log + 1u] = select(start_energy, energy, accepted);
            records[log + 2u] = acceptance;
            records[log + 3u] = f32(steps);
            records[log + 4u] = outcome;
          }
        }
      }
      if (accepted) {
        ${keptLogDensity} = ${logDensity};
        ${each("i")} {
          ${keptPosition("i")} = ${position("i")};
          ${keptGradient("i")} = ${gradient("i")};
        }
      } else {
        ${logDensity} = ${keptLogDensity};
        ${each("i")} {
          ${position("i")} = ${keptPosition("i")};
          ${gradient("i")} = ${keptGradient("i")};
        }
      }
    }
    if (chain == 0u) { taken[member] = steps; }
    workgroupBarrier();
    if (going && chain == 0u) {
      if (fresh) {
        learn_start(s, l);
      } else if (searching) {
        learn_try(s, l);
      } else {
        if (learning) { learn_length(s, l); }
        if (iteration < call.warmup) { learn_step_size(s, l, iteration + 1u == call.warmup); }
        ${whole("gradients")} += steps;
        ${whole("iteration")} = iteration + 1u;
      }
    }
    if (l == 0u) {
      var longest = 0u;
      for (var k = 0u; k < ${fitsPerGroup}u; k += 1u) { longest = max(longest, taken[k]); }
      spent += longest;
    }
  }
  if (inside) {
    for (var k = chain; k < ${stateSize}u; k += ${chains}u) { states[which * ${stateSize}u + k] = state[s + k]; }
  }
}
`;
}
