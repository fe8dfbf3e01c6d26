// Philox and the standard normals of numerics/random.ts as WebAssembly: the same numbers, bit for bit.

import {
  call,
  type Expression,
  f64,
  type FunctionReference,
  i32,
  type I32,
  i64,
  type Local,
  type ModuleBuilder,
} from "../../compile/wasm/index.ts";
import { ziggurat } from "../../numerics/index.ts";
import { edges, heights } from "./layout.ts";

type Scalar = FunctionReference<readonly ["f64"], readonly ["f64"]>;

/** Functions of the host that round as JavaScript's do, because they are JavaScript's. */
export interface HostMath {
  readonly exp: Scalar;
  readonly log: Scalar;
}

export interface RandomFunctions {
  /** 32 random bits of the stream at this address. */
  readonly word: FunctionReference<readonly ["i32"], readonly ["i32"]>;
  readonly uniform: FunctionReference<readonly ["i32"], readonly ["f64"]>;
  /** A standard normal of the stream (second operand) with the tables of the workspace (first operand). */
  readonly normal: FunctionReference<readonly ["i32", "i32"], readonly ["f64"]>;
}

/** Bytes from the start of a stream's state, in the order of `copyState`. */
const key = 0;
const counter = 8;
const block = 24;
const used = 40;

export function printRandom(module: ModuleBuilder, math: HostMath): RandomFunctions {
  const philox = printPhilox(module);

  const word = module.function("word", ["i32"], ["i32"]);
  {
    const [stream] = word.parameters;
    word.if(i32.eq(i32.load(stream, used), 4), () => {
      word.do(call(philox, stream));
      word.do(i32.store(stream, i32.add(i32.load(stream, counter), 1), counter));
      word.do(i32.store(stream, 0, used));
    });
    const at = word.let(i32.load(stream, used));
    word.do(i32.store(stream, i32.add(at, 1), used));
    word.return(i32.load(i32.add(stream, i32.shl(at, 2)), block));
  }

  /** high 2^20 + low / 2^12, an integer below 2^52, over 2^52. */
  const fraction = (high: I32, low: I32): Expression<"f64"> =>
    f64.mul(f64.add(f64.mul(f64.convert_i32_u(high), 2 ** 20), f64.convert_i32_u(i32.shr_u(low, 12))), 2 ** -52);

  const uniform = module.function("uniform", ["i32"], ["f64"]);
  {
    const [stream] = uniform.parameters;
    const high = uniform.let(call(word, stream));
    const low = uniform.let(call(word, stream));
    uniform.return(f64.add(fraction(high, low), 2 ** -53));
  }

  const exponential = (stream: Local<"i32">): Expression<"f64"> => f64.neg(call(math.log, call(uniform, stream)));

  const tail = module.function("tail", ["i32"], ["f64"]);
  {
    const [stream] = tail.parameters;
    const x = tail.declare("f64");
    tail.loop((again) => {
      tail.set(x, f64.div(exponential(stream), ziggurat.tailEdge));
      tail.branchIf(again, i32.eqz(f64.gt(f64.mul(2, exponential(stream)), f64.mul(x, x))));
    });
    tail.return(f64.add(ziggurat.tailEdge, x));
  }

  const normal = module.function("normal", ["i32", "i32"], ["f64"]);
  {
    const [base, stream] = normal.parameters;
    const value = normal.declare("f64");
    const high = normal.declare("i32");
    const low = normal.declare("i32");
    const layer = normal.declare("i32");
    const entry = normal.declare("i32");
    normal.block((done) => {
      normal.loop((again) => {
        normal.set(high, call(word, stream));
        normal.set(low, call(word, stream));
        normal.set(layer, i32.and(low, 255));
        normal.set(entry, i32.add(base, i32.shl(layer, 3)));
        normal.set(value, f64.mul(fraction(high, low), f64.load(entry, edges)));
        normal.branchIf(done, f64.lt(value, f64.load(entry, edges + 8)));
        normal.if(i32.eqz(layer), () => {
          normal.set(value, call(tail, stream));
          normal.branch(done);
        });
        // In the wedge of the layer: whether a uniform height lies under the density.
        const floor = f64.load(entry, heights);
        const height = normal.let(
          f64.add(floor, f64.mul(call(uniform, stream), f64.sub(f64.load(entry, heights + 8), floor))),
        );
        const density = call(math.exp, f64.mul(f64.mul(-0.5, value), value));
        normal.branchIf(again, i32.eqz(f64.lt(height, density)));
      });
    });
    normal.if(i32.eqz(i32.and(low, 256)), () => normal.return(f64.neg(value)));
    normal.return(value);
  }
  return { word, uniform, normal };
}

/** Writes the block of the stream's counter; the counter stays as it is. */
function printPhilox(module: ModuleBuilder): FunctionReference<readonly ["i32"], readonly []> {
  const f = module.function("philox", ["i32"], []);
  const [stream] = f.parameters;
  const c = [0, 1, 2, 3].map((i) => f.let(i32.load(stream, counter + 4 * i)));
  const k = [0, 1].map((i) => f.let(i32.load(stream, key + 4 * i)));
  const left = f.declare("i64");
  const right = f.declare("i64");
  const middle = f.declare("i32");
  const round = f.let(i32.constant(0));
  f.loop((again) => {
    f.set(left, i64.mul(i64.extend_i32_u(c[0]), 0xd2511f53n));
    f.set(right, i64.mul(i64.extend_i32_u(c[2]), 0xcd9e8d57n));
    f.set(middle, c[3]);
    f.set(c[0], i32.xor(i32.xor(i32.wrap_i64(i64.shr_u(right, 32n)), c[1]), k[0]));
    f.set(c[1], i32.wrap_i64(right));
    f.set(c[2], i32.xor(i32.xor(i32.wrap_i64(i64.shr_u(left, 32n)), middle), k[1]));
    f.set(c[3], i32.wrap_i64(left));
    f.set(k[0], i32.add(k[0], 0x9e3779b9 | 0));
    f.set(k[1], i32.add(k[1], 0xbb67ae85 | 0));
    f.set(round, i32.add(round, 1));
    f.branchIf(again, i32.lt_s(round, 10));
  });
  c.forEach((value, i) => f.do(i32.store(stream, value, block + 4 * i)));
  return f;
}
