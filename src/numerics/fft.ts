// Radix-2 complex Fourier transform for power spectra: forward by decimation in frequency (output in bit-reversed order),
// inverse by decimation in time (input in bit-reversed order), so that no reordering is ever needed.
// Source: Cooley and Tukey (1965); Gentleman and Sande (1966) for the order of the butterflies.

export interface FourierPlan {
  /** Length of the transform, a power of two. */
  readonly size: number;
  /** cos(2 pi k / size) and sin(2 pi k / size) for k < size / 2. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

const plans = new Map<number, FourierPlan>();

/** The plan for transforms of `size` (a power of two); plans are kept. */
export function fourierPlan(size: number): FourierPlan {
  const known = plans.get(size);
  if (known !== undefined) return known;
  if (size < 2 || (size & (size - 1)) !== 0) throw new RangeError(`A transform of length ${size}: not a power of two.`);
  const half = size >> 1;
  const plan = { size, cosine: new Float64Array(half), sine: new Float64Array(half) };
  for (let k = 0; k < half; k++) {
    plan.cosine[k] = Math.cos((2 * Math.PI * k) / size);
    plan.sine[k] = Math.sin((2 * Math.PI * k) / size);
  }
  plans.set(size, plan);
  return plan;
}

/** Transforms in place, exp(-i...) convention, natural order in, bit-reversed order out. */
export function forwardTransform(plan: FourierPlan, real: Float64Array, imaginary: Float64Array): void {
  const { size, cosine, sine } = plan;
  for (let half = size >> 1, stride = 1; half >= 1; half >>= 1, stride <<= 1) {
    for (let start = 0; start < size; start += half << 1) {
      for (let j = 0, k = 0; j < half; j++, k += stride) {
        const a = start + j;
        const b = a + half;
        const dr = real[a] - real[b];
        const di = imaginary[a] - imaginary[b];
        real[a] += real[b];
        imaginary[a] += imaginary[b];
        const c = cosine[k];
        const s = sine[k];
        real[b] = dr * c + di * s;
        imaginary[b] = di * c - dr * s;
      }
    }
  }
}

/** Transforms in place, exp(+i...) convention, not divided by the size, bit-reversed order in, natural order out. */
export function inverseTransform(plan: FourierPlan, real: Float64Array, imaginary: Float64Array): void {
  const { size, cosine, sine } = plan;
  for (let half = 1, stride = size >> 1; half < size; half <<= 1, stride >>= 1) {
    for (let start = 0; start < size; start += half << 1) {
      for (let j = 0, k = 0; j < half; j++, k += stride) {
        const a = start + j;
        const b = a + half;
        const c = cosine[k];
        const s = sine[k];
        const tr = real[b] * c - imaginary[b] * s;
        const ti = imaginary[b] * c + real[b] * s;
        real[b] = real[a] - tr;
        imaginary[b] = imaginary[a] - ti;
        real[a] += tr;
        imaginary[a] += ti;
      }
    }
  }
}
