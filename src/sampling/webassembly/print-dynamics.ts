// The metric's products, the leapfrog step and the U-turn checks of sampling/hamiltonian as WebAssembly. Every number is computed by the same
// operations in the same order, so that a chain's draws do not depend on which of the two ran.

import {
  call,
  type Expression,
  f64,
  type FunctionBuilder,
  type FunctionReference,
  i32,
  type I32,
  type Local,
  type ModuleBuilder,
  v128,
} from "../../compile/wasm/index.ts";
import { metricKinds, numbers, words } from "./layout.ts";

type Body = FunctionBuilder;
type Address = Local<"i32">;

export interface Dynamics {
  /** Copies this many bytes (a multiple of 16) from the first address to the second. */
  readonly copy: FunctionReference<readonly ["i32", "i32", "i32"], readonly []>;
  /** force(workspace, gradient, out) */
  readonly force: FunctionReference<readonly ["i32", "i32", "i32"], readonly []>;
  /** leapfrog(workspace, end, step size): moves the end and returns its energy. */
  readonly leapfrog: FunctionReference<readonly ["i32", "i32", "f64"], readonly ["f64"]>;
  /** energy(workspace, momentum, log density) */
  readonly energy: FunctionReference<readonly ["i32", "i32", "f64"], readonly ["f64"]>;
  /** pairTurns(a, b, sum, bytes) */
  readonly pairTurns: FunctionReference<readonly ["i32", "i32", "i32", "i32"], readonly ["i32"]>;
  /** mergeTurns(first a, last a, sum a, first b, last b, sum b, bytes) */
  readonly mergeTurns: FunctionReference<readonly ["i32", "i32", "i32", "i32", "i32", "i32", "i32"], readonly ["i32"]>;
}

/** Runs `body` for the byte offsets of the elements of a vector. */
function each(f: Body, bytes: I32, body: (offset: Address) => void): void {
  f.for(0, bytes, 8, body);
}

const at = (vector: I32, offset: I32): Expression<"f64"> => f64.load(i32.add(vector, offset));
const put = (vector: I32, offset: I32, value: Expression<"f64">): Expression<"none"> =>
  f64.store(i32.add(vector, offset), value);

export function printDynamics(module: ModuleBuilder, density: FunctionReference<readonly [], readonly []>): Dynamics {
  const copy = module.function("copy", ["i32", "i32", "i32"], []);
  {
    const [from, to, bytes] = copy.parameters;
    copy.for(0, bytes, 16, (i) => copy.do(v128.store(i32.add(to, i), v128.load(i32.add(from, i)))));
    copy.return();
  }
  const addStretch = printAddStretch(module);
  const velocity = printVelocity(module, addStretch, copy);
  const force = printForce(module, addStretch, copy);
  const energy = printEnergy(module);
  return {
    copy,
    force,
    leapfrog: printLeapfrog(module, density, velocity, force),
    energy,
    pairTurns: printPairTurns(module),
    mergeTurns: printMergeTurns(module),
  };
}

type Product = FunctionReference<readonly ["i32", "i32", "i32"], readonly []>;

/** out += U (Lambda^1/2 - I) U' x of a low-rank metric: (workspace, x, out). */
function printAddStretch(module: ModuleBuilder): Product {
  const f = module.function("add stretch", ["i32", "i32", "i32"], []);
  const [base, x, out] = f.parameters;
  const bytes = f.let(i32.load(base, words.vectorBytes));
  const row = f.let(i32.load(base, words.matrix));
  const stretch = f.let(i32.load(base, words.stretch));
  const projection = f.declare("f64");
  f.for(0, i32.shl(i32.load(base, words.rank), 3), 8, (k) => {
    f.set(projection, f64.constant(0));
    each(f, bytes, (i) => f.set(projection, f64.add(projection, f64.mul(at(row, i), at(x, i)))));
    f.set(projection, f64.mul(projection, at(stretch, k)));
    each(f, bytes, (i) => f.do(put(out, i, f64.add(at(out, i), f64.mul(projection, at(row, i))))));
    f.set(row, i32.add(row, bytes));
  });
  return f;
}

/** out = L w: (workspace, momentum, out). A diagonal metric is part of the leapfrog step. */
function printVelocity(module: ModuleBuilder, addStretch: Product, copy: Product): Product {
  const f = module.function("velocity", ["i32", "i32", "i32"], []);
  const [base, momentum, out] = f.parameters;
  const bytes = f.let(i32.load(base, words.vectorBytes));
  f.if(i32.eq(i32.load(base, words.metricKind), metricKinds["low-rank"]), () => {
    f.do(call(copy, momentum, out, i32.load(base, words.stride)));
    f.do(call(addStretch, base, momentum, out));
    const scale = f.let(i32.load(base, words.scale));
    each(f, bytes, (i) => f.do(put(out, i, f64.mul(at(out, i), at(scale, i)))));
    f.return();
  });
  // Dense: the rows of a lower triangle.
  const row = f.let(i32.load(base, words.matrix));
  const sum = f.declare("f64");
  each(f, bytes, (i) => {
    f.set(sum, f64.constant(0));
    f.for(0, i32.add(i, 8), 8, (j) => f.set(sum, f64.add(sum, f64.mul(at(row, j), at(momentum, j)))));
    f.do(put(out, i, sum));
    f.set(row, i32.add(row, bytes));
  });
  return f;
}

/** out = L' g: (workspace, gradient, out). */
function printForce(module: ModuleBuilder, addStretch: Product, copy: Product): Product {
  const f = module.function("force", ["i32", "i32", "i32"], []);
  const [base, gradient, out] = f.parameters;
  const bytes = f.let(i32.load(base, words.vectorBytes));
  const kind = f.let(i32.load(base, words.metricKind));
  f.if(i32.eq(kind, metricKinds.dense), () => {
    const row = f.let(i32.load(base, words.matrix));
    each(f, bytes, (i) => f.do(put(out, i, f64.constant(0))));
    each(f, bytes, (i) => {
      const factor = f.let(at(gradient, i));
      f.for(0, i32.add(i, 8), 8, (j) => f.do(put(out, j, f64.add(at(out, j), f64.mul(at(row, j), factor)))));
      f.set(row, i32.add(row, bytes));
    });
    f.return();
  });
  const scale = f.let(i32.load(base, words.scale));
  f.if(i32.eq(kind, metricKinds.diagonal), () => {
    each(f, bytes, (i) => f.do(put(out, i, f64.mul(at(scale, i), at(gradient, i)))));
    f.return();
  });
  const scaled = f.let(i32.load(base, words.scaled));
  each(f, bytes, (i) => f.do(put(scaled, i, f64.mul(at(scale, i), at(gradient, i)))));
  f.do(call(copy, scaled, out, i32.load(base, words.stride)));
  f.do(call(addStretch, base, scaled, out));
  return f;
}

/** Half the squared momentum minus the log density; +Infinity where that is not finite. */
function finite(f: FunctionBuilder, kinetic: Expression<"f64">, logDensity: Expression<"f64">): void {
  const energy = f.let(f64.sub(f64.mul(0.5, kinetic), logDensity));
  f.if(f64.ne(f64.sub(energy, energy), 0), () => f.return(f64.constant(Number.POSITIVE_INFINITY)));
  f.return(energy);
}

function printEnergy(module: ModuleBuilder): Dynamics["energy"] {
  const f = module.function("energy", ["i32", "i32", "f64"], ["f64"]);
  const [base, momentum, logDensity] = f.parameters;
  const kinetic = f.let(f64.constant(0));
  each(f as unknown as Body, i32.load(base, words.vectorBytes), (i) =>
    f.set(kinetic, f64.add(kinetic, f64.mul(at(momentum, i), at(momentum, i)))),
  );
  finite(f as unknown as Body, kinetic, logDensity);
  return f;
}

function printLeapfrog(
  module: ModuleBuilder,
  density: FunctionReference<readonly [], readonly []>,
  velocityOf: Product,
  forceOf: Product,
): Dynamics["leapfrog"] {
  const f = module.function("leapfrog", ["i32", "i32", "f64"], ["f64"]);
  const body = f as unknown as Body;
  const [base, position, stepSize] = f.parameters;
  const bytes = f.let(i32.load(base, words.vectorBytes));
  const stride = f.let(i32.load(base, words.stride));
  const force = f.let(i32.add(position, stride));
  const momentum = f.let(i32.add(force, stride));
  const given = f.let(i32.load(base, words.position));
  const gradient = f.let(i32.load(base, words.gradient));
  const half = f.let(f64.mul(0.5, stepSize));
  const kinetic = f.let(f64.constant(0));
  const w = f.declare("f64");
  const x = f.declare("f64");
  /** The new position, also where the density reads it. */
  const move = (i: Address, distance: Expression<"f64">): void => {
    f.set(x, f64.add(at(position, i), distance));
    f.do(put(position, i, x));
    f.do(put(given, i, x));
  };
  const evaluate = (): void => {
    f.do(call(density));
    f.do(f64.store(base, f64.load(i32.sub(gradient, 8)), numbers.endLogDensity));
  };
  f.if(
    i32.eq(i32.load(base, words.metricKind), metricKinds.diagonal),
    () => {
      const scale = f.let(i32.load(base, words.scale));
      each(body, bytes, (i) => {
        f.set(w, f64.add(at(momentum, i), f64.mul(half, at(force, i))));
        f.do(put(momentum, i, w));
        move(i, f64.mul(f64.mul(stepSize, at(scale, i)), w));
      });
      evaluate();
      each(body, bytes, (i) => {
        f.set(x, f64.mul(at(scale, i), at(gradient, i)));
        f.do(put(force, i, x));
        f.set(w, f64.add(at(momentum, i), f64.mul(half, x)));
        f.do(put(momentum, i, w));
        f.set(kinetic, f64.add(kinetic, f64.mul(w, w)));
      });
    },
    () => {
      const velocity = f.let(i32.load(base, words.velocity));
      each(body, bytes, (i) => f.do(put(momentum, i, f64.add(at(momentum, i), f64.mul(half, at(force, i))))));
      f.do(call(velocityOf, base, momentum, velocity));
      each(body, bytes, (i) => move(i, f64.mul(stepSize, at(velocity, i))));
      evaluate();
      f.do(call(forceOf, base, gradient, force));
      each(body, bytes, (i) => {
        f.set(w, f64.add(at(momentum, i), f64.mul(half, at(force, i))));
        f.do(put(momentum, i, w));
        f.set(kinetic, f64.add(kinetic, f64.mul(w, w)));
      });
    },
  );
  finite(body, kinetic, f64.load(base, numbers.endLogDensity));
  return f;
}

/** 1 unless all are above zero. */
function unlessAllPositive(values: readonly Expression<"f64">[]): I32 {
  return i32.eqz(values.map((value) => f64.gt(value, 0)).reduce((all, one) => i32.and(all, one)));
}

function printPairTurns(module: ModuleBuilder): Dynamics["pairTurns"] {
  const f = module.function("pair turns", ["i32", "i32", "i32", "i32"], ["i32"]);
  const [a, b, sum, bytes] = f.parameters;
  const alongA = f.let(f64.constant(0));
  const alongB = f.let(f64.constant(0));
  each(f as unknown as Body, bytes, (i) => {
    const [fromA, fromB] = [f.let(at(a, i)), f.let(at(b, i))];
    const whole = f.let(f64.add(fromA, fromB));
    f.set(alongA, f64.add(alongA, f64.mul(whole, fromA)));
    f.set(alongB, f64.add(alongB, f64.mul(whole, fromB)));
    f.do(put(sum, i, whole));
  });
  f.return(unlessAllPositive([alongA, alongB]));
  return f;
}

function printMergeTurns(module: ModuleBuilder): Dynamics["mergeTurns"] {
  const f = module.function("merge turns", ["i32", "i32", "i32", "i32", "i32", "i32", "i32"], ["i32"]);
  const [firstA, lastA, sumA, firstB, lastB, sumB, bytes] = f.parameters;
  const products = Array.from({ length: 6 }, () => f.let(f64.constant(0)));
  each(f as unknown as Body, bytes, (i) => {
    const [fa, la, fb, lb] = [firstA, lastA, firstB, lastB].map((vector) => f.let(at(vector, i)));
    const [a, b] = [f.let(at(sumA, i)), f.let(at(sumB, i))];
    const whole = f.let(f64.add(a, b));
    const left = f.let(f64.add(a, fb));
    const right = f.let(f64.add(la, b));
    const pairs = [
      [whole, fa],
      [whole, lb],
      [left, fa],
      [left, fb],
      [right, la],
      [right, lb],
    ];
    pairs.forEach(([sum, momentum], k) => f.set(products[k], f64.add(products[k], f64.mul(sum, momentum))));
    f.do(put(sumB, i, whole));
  });
  f.return(unlessAllPositive(products));
  return f;
}
