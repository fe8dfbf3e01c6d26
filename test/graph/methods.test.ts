import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { operations } from "../../build-reference.ts";
import * as g from "../../src/graph/index.ts";

const x = g.parameterInput("x", [2, 3]);
const y = g.dataInput("y", [3]);
const values = { x: [1, 2, 3, 4, 5, 6], y: [0.5, -1, 3] };
const valuesOf = (node: g.Node): number[] => [...g.evaluate([node], values)[0]];

describe("methods of nodes", () => {
  const pairs: readonly (readonly [string, g.Node, g.Node])[] = [
    ["add", x.add(y, 1), g.add(g.add(x, y), 1)],
    ["add without others", x.add(), x],
    ["sub", x.sub(y), g.subtract(x, y)],
    ["mul", x.mul(y, 2), g.multiply(g.multiply(x, y), 2)],
    ["div", x.div(y), g.divide(x, y)],
    ["pow", x.pow(2), g.power(x, 2)],
    ["neg", x.neg(), g.negate(x)],
    ["abs", y.abs(), g.absolute(y)],
    ["square", y.square(), g.square(y)],
    ["sqrt", x.sqrt(), g.sqrt(x)],
    ["exp", y.exp(), g.exp(y)],
    ["log", x.log(), g.log(x)],
    ["log1p", x.log1p(), g.log1p(x)],
    ["expm1", y.expm1(), g.expm1(y)],
    ["tanh", y.tanh(), g.tanh(y)],
    ["logistic", y.logistic(), g.logistic(y)],
    ["softplus", y.softplus(), g.softplus(y)],
    ["sin", x.sin(), g.sin(x)],
    ["cos", x.cos(), g.cos(x)],
    ["tan", x.tan(), g.tan(x)],
    ["atan", x.atan(), g.atan(x)],
    ["asin", x.div(9).asin(), g.asin(x.div(9))],
    ["acos", x.div(9).acos(), g.acos(x.div(9))],
    ["lgamma", x.lgamma(), g.lgamma(x)],
    ["digamma", x.digamma(), g.digamma(x)],
    ["erf", x.erf(), g.erf(x)],
    ["erfc", x.erfc(), g.erfc(x)],
    ["logAddExp", x.logAddExp(y), g.logAddExp(x, y)],
    ["logSoftmax", x.logSoftmax(), g.logSoftmax(x, 1)],
    ["maximum", x.maximum(y), g.maximum(x, y)],
    ["minimum", x.minimum(y), g.minimum(x, y)],
    ["less", x.less(y), g.less(x, y)],
    ["lessEqual", x.lessEqual(3), g.lessEqual(x, 3)],
    ["greater", x.greater(3), g.greater(x, 3)],
    ["greaterEqual", x.greaterEqual(3), g.greaterEqual(x, 3)],
    ["equal", x.equal(3), g.equal(x, 3)],
    ["select", y.less(0).select(0, y), g.select(g.less(y, 0), 0, y)],
    ["sum", x.sum(), g.sum(x)],
    ["sum along an axis", x.sum(-1), g.sum(x, [1])],
    ["mean", x.mean([0]), g.mean(x, [0])],
    ["max", x.max(0), g.max(x, [0])],
    ["min", x.min(), g.min(x)],
    ["logSumExp", x.logSumExp(-1), g.logSumExp(x, 1)],
    ["softmax", x.softmax(), g.softmax(x, 1)],
    ["cumulativeSum", x.cumulativeSum(), g.cumulativeSum(x)],
    ["matmul", x.matmul(y), g.matrixProduct(x, y)],
    ["transpose", x.transpose(), g.transpose(x)],
    ["at", x.at(1), g.pick(x, 1)],
    ["slice", x.slice(-2, -1, 1), g.slice(x, 1, 1, 2)],
    ["reshape", x.reshape([6]), g.reshape(x, [6])],
    ["expand", x.expand(-1), g.expand(x, -1)],
    ["broadcastTo", y.broadcastTo([2, 3]), g.broadcastTo(y, [2, 3])],
  ];

  it.each(pairs)("%s is the function", (_, method, operation) => {
    expect(method.shape).toEqual(operation.shape);
    expect(valuesOf(method)).toEqual(valuesOf(operation));
  });

  it("are there for every operation, but for those with a reason", () => {
    const matrices = "of matrices, which are written as in formulas";
    const several = "of several values, none of which comes first";
    const parts = "is what at() and slice() do";
    const graphs = "of whole graphs";
    const rare = "for writers of densities";
    const starts = "begins a graph";
    const without: Readonly<Record<string, string>> = {
      cholesky: matrices,
      choleskyLogDeterminant: matrices,
      choleskySolve: matrices,
      diagonal: matrices,
      diagonalMatrix: matrices,
      identity: matrices,
      gatherInside: "a form of `gather` for those who build models of channels",
      logDeterminant: matrices,
      lowerTriangle: matrices,
      outerProduct: matrices,
      triangularSolve: matrices,
      concatenate: several,
      convolve: several,
      recurrence: several,
      shift: several,
      stack: several,
      gather: parts,
      pick: parts,
      differentiated: rare,
      erfcx: rare,
      trigamma: rare,
      gradient: graphs,
      mergeEqual: graphs,
      topologicalOrder: graphs,
      ode: graphs,
      scan: graphs,
      stepResults: graphs,
      constant: starts,
      dataInput: starts,
      parameterInput: starts,
    };
    const text = readFileSync(new URL("../../src/graph/method-names.ts", import.meta.url), "utf8");
    const named = new Set([...text.matchAll(/\(`(\w+)`\)\. \*\//g)].map(([, name]) => name));
    const missing = operations().filter(({ name }) => !named.has(name) && !(name in without));
    expect(missing.map(({ name }) => name)).toEqual([]);
    const known = new Set(operations().map(({ name }) => name));
    expect(Object.keys(without).filter((name) => !known.has(name) || named.has(name))).toEqual([]);
  });

  it("are all tested here", () => {
    const known = Object.getOwnPropertyNames(Object.getPrototypeOf(x));
    expect(known.filter((name) => !pairs.some(([title]) => title.split(" ")[0] === name))).toEqual([]);
  });

  it("go on from one another", () => {
    expect(valuesOf(y.mul(2).add(1).pow(2).sum())).toEqual([4 + 1 + 49]);
  });

  it("are no properties of the node itself, so that nodes stay plain records to whatever copies them", () => {
    expect(Object.keys(x).sort()).toEqual(["id", "inputs", "kind", "name", "role", "shape"]);
  });
});

describe("indexing", () => {
  it.each([
    [x.at(1, 2), [], [6]],
    [x.at(-1, -3), [], [4]],
    [x.at(":", 0), [2], [1, 4]],
    [x.at(":", [2, 0]), [2, 2], [3, 1, 6, 4]],
    [x.at([0, 1, 1, -2], 1), [4], [2, 5, 5, 2]],
    [x.at([1, 0], [-1, 0]), [2, 2], [6, 4, 3, 1]],
    [y.slice(1), [2], [-1, 3]],
    [y.slice(0, -1), [2], [0.5, -1]],
    [x.at(), [2, 3], [1, 2, 3, 4, 5, 6]],
  ])("case %#", (node, shape, expected) => {
    expect(node.shape).toEqual(shape);
    expect(valuesOf(node)).toEqual(expected);
  });

  it.each([
    [
      "x.at(2)",
      () => x.at(2),
      "pick: An index into an axis of 2 is a whole number from 0 to 1; `-1` is the last element. Received 2.",
    ],
    ["x.at(0.7)", () => x.at(0.7), "Received 0.7."],
    ["x.at(0, -4)", () => x.at(0, -4), "Received -4."],
    ["x.at([0, 0.7])", () => x.at([0, 0.7]), "gather: An index into an axis of 2 is a whole number from 0 to 1"],
    ["x.at([NaN])", () => x.at([Number.NaN]), "Received NaN."],
    ["x.at(0, 0, 0)", () => x.at(0, 0, 0), "at: Shape [2, 3] takes up to 2 indices, one for each axis. Received 3."],
    ["y.slice(2, 2)", () => y.slice(2, 2), "slice: A slice of an axis of 3"],
    ["y.slice(0, 4)", () => y.slice(0, 4), "Received 0 to 4."],
    ["y.slice(0.5)", () => y.slice(0.5), "Received 0.5 to the end."],
    ["y.sum(1)", () => y.sum(1), "sum: Shape [3] has the axes 0 to 0; `-1` is the last one. Received axis 1."],
    ["x.at(0, 0).sum(0)", () => x.at(0, 0).sum(0), "sum: A single number has no axis."],
  ])("%s is refused", (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe("operators of JavaScript", () => {
  const loose = x as unknown as number;
  it.each([
    ["x + 1", () => loose + 1],
    ["x * 2", () => loose * 2],
    ["x < 2", () => loose < 2],
    ["-x", () => -loose],
    ["Math.exp(x)", () => Math.exp(loose)],
    ["Number(x)", () => Number(loose)],
  ])("%s says what to write", (_, compute) => {
    expect(compute).toThrow(
      'parameter "x" of shape [2, 3]: A node has no number yet, so + - * / and < > of JavaScript do not work on it. Write x.add(y)',
    );
  });

  it("leave text to say what the node is", () => {
    expect(`${y.exp()}`).toBe("exp of shape [3]");
    expect(`${y.sum()}`).toBe("sum of shape []".replace("sum", "reshape"));
    expect(String(y)).toBe('data "y" of shape [3]');
  });
});
