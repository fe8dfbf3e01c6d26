// Where things lie in the workspace that the sampler's WebAssembly code shares with JavaScript, in bytes from its start.

import { streamWords } from "../../numerics/index.ts";

/** Most doublings that memory can be set aside for. */
export const deepestTree = 31;

/** Values of the slot `metricKind`. */
export const metricKinds = { diagonal: 0, "low-rank": 1, dense: 2 } as const;

/** Float64 slots. What is read before a transition comes first, then what it leaves. */
export const numbers = {
  stepSize: 0,
  maxEnergyError: 8,
  /** Log density at the last leapfrog step's end. */
  endLogDensity: 16,
  acceptance: 24,
  /** Energy at the end of a trajectory of HMC. */
  endEnergy: 24,
  symmetricAcceptance: 32,
} as const;

/** 32-bit slots. Vectors and matrices are given by their byte address in the memory. */
export const words = {
  /** Bytes of a vector, and from one vector to the next. */
  vectorBytes: 64,
  stride: 68,
  depthLimit: 72,
  metricKind: 76,
  rank: 80,
  scale: 84,
  /** The vectors of a low-rank metric, or the factor of a dense one. */
  matrix: 88,
  stretch: 92,
  /** Where the density reads its position, and where it leaves its gradient; the log density is just before that. */
  position: 96,
  gradient: 100,
  left: 104,
  right: 108,
  before: 112,
  trajectorySum: 116,
  nearMomentum: 120,
  velocity: 124,
  scaled: 128,
  sum: 132,
  chosen: 136,
  proposed: 140,
  /** The last momenta of finished sub-trees, level after level. */
  lasts: 144,
  leapfrogs: 148,
  treeDepth: 152,
  divergent: 156,
  /** Leapfrog steps that a trajectory of HMC is to have. */
  steps: 160,
} as const;

/** The words of a random stream, as `copyState` writes them. */
export const momentumStream = 164;
export const choicesStream: number = momentumStream + 4 * streamWords;

/** Addresses of the first momenta and of the sums of finished sub-trees, by level. */
export const firsts: number = choicesStream + 4 * streamWords;
export const sums: number = firsts + 4 * (deepestTree + 1);

/** The tables of the ziggurat: edges, then heights. */
export const edges: number = (sums + 4 * (deepestTree + 1) + 7) & ~7;
export const tableLength = 257;
export const heights: number = edges + 8 * tableLength;

/** Vectors start here. */
export const vectors: number = (heights + 8 * tableLength + 15) & ~15;

/** An end of the trajectory: position, whitened force and whitened momentum, one stride apart. */
export const endVectors = 3;

/** A state that may become the next draw: three slots, then position and gradient, one stride apart. */
export const candidate = { logDensity: 0, energy: 8, offset: 16, position: 32 } as const;
