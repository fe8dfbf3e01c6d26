// The kernel around a printed program: leapfrog steps of many lanes, each with its own step size and number of steps.

import { beyond } from "../float32/index.ts";
import type { LoopProgram } from "../loops.ts";
import { type KernelLayout, workgroupSize } from "./layout.ts";
import { float32Literal } from "./literal.ts";
import { printWgsl } from "./print.ts";

/** Elements of a lane in the buffer of trajectories, beyond three vectors: the log density. */
export const trajectoryExtra = 1;

/** Numbers of the buffer `call`, in order. */
export interface Call {
  /** Lanes that the buffers hold. */
  readonly lanes: number;
  /** First lane to run, and the one after the last. */
  readonly firstLane: number;
  readonly endLane: number;
  /** Lanes of the first fit that come before the first lane of the buffers. */
  readonly phase: number;
  readonly lanesPerFit: number;
  /** Steps that a lane takes at most. */
  readonly mostSteps: number;
  /** 1 when lanes without steps are to be evaluated where they are. */
  readonly evaluateIdle: 0 | 1;
}

export const callSize = 8;

export function callNumbers(call: Call): Uint32Array<ArrayBuffer> {
  const { lanes, firstLane, endLane, phase, lanesPerFit, mostSteps, evaluateIdle } = call;
  return Uint32Array.of(lanes, firstLane, endLane, phase, lanesPerFit, mostSteps, evaluateIdle, 0);
}

/**
 * WGSL source of the kernel `integrate`. A lane's numbers are tested after every step for being finite in
 * the range of float32, by their bits, because WGSL promises nothing about NaN and infinity. A lane that fails stops, with zeros for
 * what has no number, a gradient of zero and a log density of -1.3e33; later calls may start it anew.
 */
export function kernelSource(program: LoopProgram, layout: KernelLayout): string {
  const { dimension, fitSize, laneSize } = layout;
  const element = (start: number, i: string): string => `memory[own + (${start}u + ${i}) * ${workgroupSize}u]`;
  const position = element(layout.parameters, "i");
  const momentum = element(layout.momentum, "i");
  const gradient = element(layout.outputs + 1, "i");
  const logDensity = element(layout.outputs, "0u");
  const each = (index: string): string => `for (var ${index} = 0u; ${index} < ${dimension}u; ${index} += 1u)`;
  return `// Leapfrog steps of lanes of dimension ${dimension}.

struct Call {
  lanes: u32,
  first_lane: u32,
  end_lane: u32,
  phase: u32,
  lanes_per_fit: u32,
  most_steps: u32,
  evaluate_idle: u32,
}

@group(0) @binding(0) var<uniform> call: Call;
/** In blocks of ${workgroupSize} lanes, of each lane: position, log density, gradient, scratch, momentum. */
@group(0) @binding(1) var<storage, read_write> memory: array<f32>;
/** Positions, momenta and gradients lane after lane, then log densities. */
@group(0) @binding(2) var<storage, read_write> trajectories: array<f32>;
/** Steps that are left to each lane, then step sizes as bits. */
@group(0) @binding(3) var<storage, read_write> schedule: array<u32>;
@group(0) @binding(4) var<storage, read> fit_data: array<f32>;
@group(0) @binding(5) var<storage, read> inverse_mass: array<f32>;
@group(0) @binding(6) var<storage, read> constants: array<f32, ${Math.max(1, layout.constants.length)}>;
@group(0) @binding(7) var<storage, read> tables: array<u32, ${Math.max(1, layout.tables.length)}>;
${printWgsl(program, layout)}
/** Whether the size of a number is below 2^99, about 6e29. */
fn in_range(x: f32) -> bool {
  return (bitcast<u32>(x) & 0x7fffffffu) < 0x71000000u;
}

@compute @workgroup_size(${workgroupSize})
fn integrate(@builtin(global_invocation_id) id: vec3<u32>) {
  let lane = call.first_lane + id.x;
  if (lane >= call.end_lane) {
    return;
  }
  let steps = schedule[lane];
  let moving = steps > 0u;
  let turns = select(call.evaluate_idle, min(steps, call.most_steps), moving);
  if (turns == 0u) {
    return;
  }
  let step_size = bitcast<f32>(schedule[call.lanes + lane]);
  let which = (lane + call.phase) / call.lanes_per_fit;
  let fit = which * ${fitSize}u;
  let metric = which * ${dimension * dimension}u;
  let own = (lane / ${workgroupSize}u) * ${laneSize * workgroupSize}u + lane % ${workgroupSize}u;
  let q_start = lane * ${dimension}u;
  let p_start = (call.lanes + lane) * ${dimension}u;
  let g_start = (2u * call.lanes + lane) * ${dimension}u;
  var sound = !moving || in_range(step_size);
  ${each("i")} {
    let q = trajectories[q_start + i];
    let p = trajectories[p_start + i];
    let g = trajectories[g_start + i];
    ${position} = q;
    ${momentum} = p;
    ${gradient} = g;
    sound = sound && in_range(q) && (!moving || (in_range(p) && in_range(g)));
  }
  for (var turn = 0u; turn < turns && sound; turn += 1u) {
    if (moving) {
      ${each("i")} {
        ${momentum} += 0.5f * step_size * ${gradient};
      }
      ${each("i")} {
        var velocity = 0f;
        ${each("j")} {
          velocity += inverse_mass[metric + i * ${dimension}u + j] * ${element(layout.momentum, "j")};
        }
        let moved = ${position} + step_size * velocity;
        sound = sound && in_range(moved);
        ${position} = moved;
      }
    }
    evaluate(own, fit);
    sound = sound && in_range(${logDensity});
    ${each("i")} {
      let g = ${gradient};
      sound = sound && in_range(g);
      if (moving) {
        ${momentum} += 0.5f * step_size * g;
        sound = sound && in_range(${momentum});
      }
    }
  }
  ${each("i")} {
    let q = ${position};
    let p = ${momentum};
    trajectories[q_start + i] = select(0f, q, in_range(q));
    trajectories[p_start + i] = select(0f, p, in_range(p));
    trajectories[g_start + i] = select(0f, ${gradient}, sound);
  }
  trajectories[3u * call.lanes * ${dimension}u + lane] = select(${float32Literal(-beyond)}, ${logDensity}, sound);
  schedule[lane] = select(0u, steps - min(steps, turns), sound);
}
`;
}
