import { describe, expect, it } from "vitest";
import { type Backend, compile } from "../../../src/compile/index.ts";
import {
  add,
  constant,
  exp,
  gradient,
  parameterInput,
  multiply,
  negate,
  type Node,
  slice,
  square,
  subtract,
  sum,
} from "../../../src/graph/index.ts";
import { makeDensity } from "../../../src/model/density.ts";
import { randomStream } from "../../../src/numerics/index.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import { metricOf, type MetricState } from "../../../src/sampling/hamiltonian/index.ts";
import { sample, type Settings } from "../../../src/sampling/index.ts";
import { hmcKernel } from "../../../src/sampling/hmc.ts";
import { webAssemblyHmc } from "../../../src/sampling/webassembly/hmc-kernel.ts";
import { nutsKernel } from "../../../src/sampling/nuts.ts";
import { chainPoint, emptyTransition, type Kernel } from "../../../src/sampling/transition.ts";
import { samplerModules, webAssemblyNuts } from "../../../src/sampling/webassembly/index.ts";
import { hasFused } from "../../compile/support/compiled-backends.ts";

/** A density compiled to WebAssembly. */
function compiled(dimension: number, logDensity: (x: Node) => Node, backend: Backend = "wasm"): LogDensity {
  const x = parameterInput("x", [dimension]);
  const value = logDensity(x);
  const outputs = [
    { name: "log density", node: value },
    { name: "gradient", node: gradient(value, [x])[0] },
  ];
  const program = compile({ parameters: [x], data: [], outputs }, backend);
  return makeDensity({ program, data: {}, sampler: samplerModules() });
}

/** Neighbors are correlated. */
const chained = (x: Node): Node => {
  const n = x.shape[0];
  const steps = subtract(slice(x, 0, 1, n), slice(x, 0, 0, n - 1));
  return multiply(constant(-0.5), add(sum(square(steps)), sum(square(x))));
};
const funnel = (x: Node): Node => {
  const v = sum(slice(x, 0, 0, 1));
  const others = slice(x, 0, 1, x.shape[0]);
  const precise = multiply(exp(negate(v)), sum(square(others)));
  const depth = multiply(constant((x.shape[0] - 1) / 2), v);
  return subtract(subtract(multiply(constant(-1 / 18), square(v)), depth), multiply(constant(0.5), precise));
};

const settings = { maxDepth: 8, maxEnergyError: 1000 };
const wave = (length: number, f: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => f(i));

function metric(kind: MetricState["kind"], dimension: number): MetricState {
  if (kind === "dense") {
    return {
      kind,
      factor: wave(dimension * dimension, (at) => {
        const [i, j] = [Math.floor(at / dimension), at % dimension];
        return i === j ? 1 + 0.1 * Math.sin(i) : i > j ? 0.2 * Math.cos(3 * i + j) : 0;
      }),
    };
  }
  const scale = wave(dimension, (i) => 0.8 + 0.3 * Math.sin(5 * i));
  if (kind === "diagonal") return { kind, scale };
  const rank = 2;
  const unit = (k: number): Float64Array => {
    const direction = wave(dimension, (i) => (i % rank === k ? Math.cos(i + 1) : 0));
    const norm = Math.sqrt(direction.reduce((total, value) => total + value * value, 0));
    return direction.map((value) => value / norm);
  };
  const vectors = Float64Array.from([...unit(0), ...unit(1)]);
  return { kind, scale, vectors, values: Float64Array.of(3, 0.4) };
}

const streams = (seed: number) => ({ momentum: randomStream([seed, 0]), choices: randomStream([seed, 1]) });
const both = (density: LogDensity, given = settings): readonly Kernel[] => {
  if (density.machine === undefined) throw new Error("The density has no machine.");
  return [nutsKernel(density, given), webAssemblyNuts(density, density.machine, given)];
};

describe("NUTS in WebAssembly", () => {
  it.each<[string, number, (x: Node) => Node, MetricState["kind"], number, number, number]>([
    ["a diagonal metric", 6, chained, "diagonal", 0.2, 10, 0.3],
    ["an odd number of dimensions", 7, chained, "diagonal", 0.3, 10, 0.3],
    ["a low-rank metric", 7, chained, "low-rank", 0.2, 10, 0.3],
    ["a dense metric", 7, chained, "dense", 0.2, 10, 0.3],
    ["one dimension", 1, (x) => multiply(constant(-0.5), sum(square(x))), "dense", 0.7, 10, 0.3],
    ["a depth limit", 6, chained, "diagonal", 0.02, 4, 0.3],
    ["divergences", 6, funnel, "diagonal", 0.7, 10, 0.3],
    ["weights that would overflow", 3, chained, "diagonal", 0.3, 10, 300],
  ])(
    "makes the transitions of JavaScript, bit for bit: %s",
    (_, dimension, target, kind, stepSize, maxDepth, start) => {
      const density = compiled(dimension, target);
      const plan = { metric: metricOf(metric(kind, dimension)), stepSize, maxDepth };
      const [expected, received] = both(density).map((kernel) => {
        const point = chainPoint(dimension);
        kernel.init(new Float64Array(dimension).fill(start), point);
        const info = emptyTransition(dimension);
        const random = streams(8);
        return Array.from({ length: 150 }, (_, draw) => {
          random.momentum.seek(draw);
          random.choices.seek(draw);
          kernel.step(point, plan, random, info);
          const { divergent, divergencePosition, ...rest } = info;
          return structuredClone({ point, ...rest, divergent, from: divergent ? divergencePosition : undefined });
        });
      });
      expect(received).toEqual(expected);
      if (target === funnel) expect(expected.some(({ divergent }) => divergent)).toBe(true);
    },
  );

  it("serves kernels of one density that take turns, and metrics that change and grow", () => {
    const dimension = 120;
    const density = compiled(dimension, chained);
    const [javascript, first] = both(density);
    const [, second] = both(density, { ...settings, maxDepth: 3 });
    const points = [chainPoint(dimension), chainPoint(dimension), chainPoint(dimension)];
    const info = emptyTransition(dimension);
    for (const point of points) javascript.init(new Float64Array(dimension).fill(0.1), point);
    const kinds = ["diagonal", "low-rank", "dense", "low-rank", "diagonal"] as const;
    kinds.forEach((kind, draw) => {
      const plan = { metric: metricOf(metric(kind, dimension)), stepSize: 0.2, maxDepth: 3 };
      [javascript, first, second].forEach((kernel, i) => {
        const random = streams(4);
        random.momentum.seek(draw);
        random.choices.seek(draw);
        kernel.step(points[i], plan, random, info);
      });
      expect(points[1]).toEqual(points[0]);
      expect(points[2]).toEqual(points[0]);
      expect(density.evaluate(points[1].position, new Float64Array(dimension))).toBe(points[0].logDensity);
    });
  });

  it.each<[Partial<Settings>, Backend]>([
    [{ schedule: "nutpie" }, "wasm"],
    [{ schedule: "stan" }, "wasm"],
    [{ algorithm: "hmc" }, "wasm"],
    [{ algorithm: "chees" }, "wasm"],
    ...(hasFused ? [[{}, "wasm-fma"] satisfies [Partial<Settings>, Backend]] : []),
  ])("gives whole chains the draws of JavaScript: %o, density on %s", async (settingsOf, backend) => {
    const density = compiled(9, funnel, backend);
    const given = { seed: 3, chains: 2, warmup: 250, draws: 100, ...settingsOf };
    const [received, expected] = [
      await sample(density, given),
      await sample({ dimension: 9, evaluate: density.evaluate }, given),
    ];
    received.chains.forEach((chain, c) => {
      expect(chain.positions).toEqual(expected.chains[c].positions);
      expect(chain.gradients).toBe(expected.chains[c].gradients);
      expect(chain.metric).toEqual(expected.chains[c].metric);
    });
  });
});

describe("HMC in WebAssembly", () => {
  it.each<[string, (x: Node) => Node, MetricState["kind"], number, number]>([
    ["a diagonal metric", chained, "diagonal", 0.2, 10],
    ["a low-rank metric", chained, "low-rank", 0.2, 10],
    ["a dense metric", chained, "dense", 0.2, 10],
    ["a limit of steps", chained, "dense", 0.02, 3],
    ["divergences", funnel, "diagonal", 1.2, 10],
  ])("makes the transitions of JavaScript, bit for bit: %s", (_, target, kind, stepSize, maxDepth) => {
    const dimension = 7;
    const density = compiled(dimension, target);
    const given = { integrationTime: 2, jitter: 0.5, maxEnergyError: 1000, maxDepth };
    const plan = { metric: metricOf(metric(kind, dimension)), stepSize, maxDepth };
    const kernels = [hmcKernel(density, given), webAssemblyHmc(density, density.machine!, given)];
    const [expected, received] = kernels.map((kernel) => {
      const point = chainPoint(dimension);
      kernel.init(new Float64Array(dimension).fill(0.3), point);
      const info = emptyTransition(dimension);
      const random = streams(8);
      return Array.from({ length: 150 }, (__, draw) => {
        random.momentum.seek(draw);
        random.choices.seek(draw);
        kernel.step(point, plan, random, info);
        const { end, divergencePosition, ...rest } = info;
        const { position, momentum } = end!;
        return structuredClone({
          point,
          ...rest,
          position: [...position],
          momentum: [...momentum],
          divergencePosition,
        });
      });
    });
    expect(received).toEqual(expected);
    if (target === funnel) expect(expected.some(({ divergencePosition }) => divergencePosition[0] !== 0)).toBe(true);
  });
});
