// Arguments of sin, cos and tan that are huge, or close to a multiple of pi / 2, one lane at a time: the bits of x times a window of the bits
// of 2 / pi. Source: M. H. Payne and R. N. Hanek, "Radian reduction for trigonometric functions", SIGNUM Newsletter 18 (1983).
import { halfPi, halfPiLow, twoOverPiBits } from "../../../numerics/special/index.ts";
import {
  f64,
  type F64,
  f64x2,
  type FunctionBuilder,
  i32,
  type I64,
  i64,
  i64x2,
  type Local,
  select,
} from "../encoder.ts";

export interface Reduced {
  /** Which quarter of a turn, in the low bits. */
  readonly quadrant: Local<"v128">;
  /** What is left, at most pi / 4 in size, and what its rounding left out. */
  readonly high: Local<"v128">;
  readonly low: Local<"v128">;
}

/** Reduces again those lanes of `size` that are `slow`; sizes are at least pi / 4 there. Of infinity nothing sensible is left. */
export function reduceFar(
  f: FunctionBuilder,
  size: Local<"v128">,
  slow: Local<"v128">,
  { quadrant, high, low }: Reduced,
): void {
  const x = f.let(size);
  const isSlow = f.let(slow);
  // Twice: the first lane, then lanes swapped, which brings them back to their places.
  f.for(0, 2, 1, () => {
    f.if(i32.and(i64x2.bitmask(isSlow), 1), () => {
      const found = reduceOne(f, i64.reinterpret_f64(f64x2.extract_lane(0, x)));
      f.set(quadrant, i64x2.replace_lane(0, quadrant, found.quadrant));
      f.set(high, f64x2.replace_lane(0, high, found.high));
      f.set(low, f64x2.replace_lane(0, low, found.low));
    });
    for (const vector of [x, isSlow, quadrant, high, low]) f.set(vector, f64x2.shuffle(1, 0, vector, vector));
  });
}

/** The upper 64 bits of the product of two unsigned numbers. */
function upperProduct(f: FunctionBuilder, a: Local<"i64">, b: Local<"i64">): I64 {
  const lower = (value: I64): I64 => i64.and(value, 0xffffffffn);
  const upper = (value: I64): I64 => i64.shr_u(value, 32n);
  const [a0, a1] = [f.let(lower(a)), f.let(upper(a))];
  const [b0, b1] = [f.let(lower(b)), f.let(upper(b))];
  const first = f.let(i64.add(i64.mul(a1, b0), upper(i64.mul(a0, b0))));
  const second = f.let(i64.add(i64.mul(a0, b1), lower(first)));
  return i64.add(i64.add(i64.mul(a1, b1), upper(first)), upper(second));
}

/** 64 bits out of two words, from bit `by` (0 to 63) of the first on. */
function bitsFrom(first: I64, second: I64, by: Local<"i64">): I64 {
  return i64.or(i64.shl(first, by), i64.shr_u(i64.shr_u(second, 1n), i64.sub(63n, by)));
}

/** x = m 2^e with m of 53 bits: m times three words of 2 / pi, of which those above a whole turn do not matter. */
function reduceOne(f: FunctionBuilder, bits: I64): { quadrant: I64; high: F64; low: F64 } {
  const x = f.let(bits);
  const m = f.let(i64.or(i64.and(x, 2n ** 52n - 1n), 2n ** 52n));
  // The exponent e is that of the bits less 1075. The first bit that matters has the weight 2 after multiplication by 2^e: it is bit e - 1
  // after the point, and 64 zeros stand before the point.
  const from = f.let(i64.sub(i64.shr_u(x, 52n), 1013n));
  const word = f.let(i32.wrap_i64(i64.shr_u(from, 6n)));
  const by = f.let(i64.and(from, 63n));
  const words = [0, 1, 2, 3].map(() => f.let(i64.constant(0n)));
  f.for(0, 4, 1, (turn) => {
    words.slice(1).forEach((next, i) => f.set(words[i]!, next));
    const at = f.let(i32.add(word, turn));
    const last = words[3]!;
    f.set(last, i64.constant(0n));
    twoOverPiBits.forEach((value, i) =>
      f.set(last, select(i64.constant(BigInt.asIntN(64, value)), last, i32.eq(at, i + 1))),
    );
  });
  const [w0, w1, w2] = [0, 1, 2].map((i) => f.let(bitsFrom(words[i]!, words[i + 1]!, by))) as [
    Local<"i64">,
    Local<"i64">,
    Local<"i64">,
  ];
  // The product modulo four quarters: two bits before the point and 126 after it.
  const carried = f.let(upperProduct(f, m, w2));
  const lower = f.let(i64.add(i64.mul(m, w1), carried));
  const carry = i64.extend_i32_u(i64.lt_u(lower, carried));
  const upper = f.let(i64.add(i64.add(i64.mul(m, w0), upperProduct(f, m, w1)), carry));
  const quadrant = f.let(i64.shr_u(i64.add(upper, 2n ** 61n), 62n));
  // The fraction of a quarter beyond the nearest multiple, between -1/2 and 1/2: 64 bits and 62 more.
  const fraction = f.let(i64.or(i64.shl(upper, 2n), i64.shr_u(lower, 62n)));
  const further = f.let(i64.shl(lower, 2n));
  const negative = f.let(i64.lt_s(fraction, 0n));
  f.if(negative, () => {
    f.set(further, i64.sub(0n, further));
    f.set(fraction, i64.sub(i64.sub(0n, fraction), i64.extend_i32_u(i64.ne(further, 0n))));
  });
  const zeros = f.let(i64.clz(fraction));
  const leading = f.let(bitsFrom(fraction, further, zeros));
  const trailing = f.let(i64.shr_u(i64.shl(further, zeros), 11n));
  // leading = a + b with a of 26 bits; pi / 2 = c + d with c of 26 bits: the product of a and c is exact.
  const c = f64Upper(halfPi);
  const d = halfPi - c;
  const a = f.let(f64.convert_i64_u(i64.and(leading, ~0n << 38n)));
  const rest = f64.add(
    f64.convert_i64_u(i64.and(leading, (1n << 38n) - 1n)),
    f64.mul(f64.convert_i64_u(trailing), 2 ** -53),
  );
  const b = f.let(rest);
  const main = f.let(f64.mul(a, c));
  const correction = f.let(
    f64.add(f64.mul(a, d), f64.add(f64.mul(b, c), f64.add(f64.mul(b, d), f64.mul(a, halfPiLow)))),
  );
  const sum = f.let(f64.add(main, correction));
  const left = f64.add(f64.sub(main, sum), correction);
  // 2^(-64 - zeros) with the sign of the fraction.
  const exponent = i64.shl(i64.sub(1023n - 64n, zeros), 52n);
  const scale = f.let(f64.reinterpret_i64(i64.or(exponent, i64.shl(i64.extend_i32_u(negative), 63n))));
  return { quadrant, high: f64.mul(sum, scale), low: f64.mul(left, scale) };
}

/** The 26 leading bits of a float64. */
function f64Upper(value: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  view.setBigUint64(0, view.getBigUint64(0) & (~0n << 27n));
  return view.getFloat64(0);
}
