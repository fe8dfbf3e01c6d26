// What the device keeps of a fit between transitions: where it is, and what its chains have learned together.

/** Words of a fit's state, in order; whole numbers unless `floats` names them. */
const names = [
  /** Transitions made, warm-up included. */
  "iteration",
  /** 1 until log density and gradient are known where the chains start. */
  "fresh",
  /** 0 while it takes part; otherwise one of `failures`. */
  "failed",
  /** 1 while a step size is searched for; the one that is tried, whether tries grow (1), shrink (2) or neither is known (0), and tries made. */
  "searching",
  "tried",
  "direction",
  "tries",
  /** Metrics computed from draws. */
  "metrics",
  /** Gradients of each chain. */
  "gradients",
  "stepSize",
  // Dual averaging, as in src/sampling/step-size.ts.
  "mu",
  "averaged",
  "meanShortfall",
  "meanLogStepSize",
  // Length of trajectories, as in src/sampling/trajectory-length.ts.
  "lengthLog",
  "lengthCount",
  "lengthSquares",
  "lengthMeanLog",
  /** Of its random numbers. */
  "key0",
  "key1",
  "key2",
  "key3",
] as const;

export type StateName = (typeof names)[number];

/** Words of a fit's state. */
export const stateSize: number = names.length;

const slots = Object.fromEntries(names.map((name, slot) => [name, slot])) as Readonly<Record<StateName, number>>;

/** Why a fit is out of the run. */
export const failures = { start: 1, stepTooLong: 2, stepTooShort: 3 } as const;

/** The state of fit `fit` in the words of all fits. */
export class DeviceFitState {
  private readonly words: Uint32Array;
  private readonly floats: Float32Array;

  constructor(all: Uint32Array, fit: number) {
    this.words = all.subarray(fit * stateSize, (fit + 1) * stateSize);
    this.floats = new Float32Array(this.words.buffer, this.words.byteOffset, stateSize);
  }

  whole(name: StateName): number {
    return this.words[slots[name]];
  }

  float(name: StateName): number {
    return this.floats[slots[name]];
  }

  setWhole(name: StateName, value: number): void {
    this.words[slots[name]] = value;
  }

  setFloat(name: StateName, value: number): void {
    this.floats[slots[name]] = value;
  }
}

/** A word of the state that begins at `s`, in WGSL. */
export function whole(name: StateName): string {
  return `state[s + ${slots[name]}u]`;
}

/** The same as a number. */
export function float(name: StateName): string {
  return `bitcast<f32>(${whole(name)})`;
}

/** A statement that sets a number. */
export function setFloat(name: StateName, value: string): string {
  return `${whole(name)} = bitcast<u32>(${value});`;
}
