// What other folders take from numerics.

export { forwardTransform, fourierPlan, inverseTransform } from "./fft.ts";
export { halton } from "./halton.ts";
export { type Random, randomStream } from "./random.ts";
