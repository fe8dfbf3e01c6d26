import { describe, expect, it } from "vitest";
import { normal } from "../../src/distributions/index.ts";
import * as g from "../../src/graph/index.ts";

const x = g.parameterInput("x", [3]);
const s = g.parameterInput("s", []);
const bindings = { x: [1, 2, 3], s: [10] };
const valuesOf = (node: g.Node): number[] => [...g.evaluate([node], bindings)[0]];

describe("operands", () => {
  it.each<[string, g.Node, number[], number[]]>([
    ["a number", g.add(x, 1), [3], [2, 3, 4]],
    ["an array", g.multiply([1, 10, 100], x), [3], [1, 20, 300]],
    ["a typed array", g.subtract(Float64Array.of(1, 1, 1), x), [3], [0, -1, -2]],
    [
      "nested arrays",
      x.add([
        [10, 20, 30],
        [0, 0, 0],
      ]),
      [2, 3],
      [11, 22, 33, 1, 2, 3],
    ],
    ["nodes and numbers in an array", g.exp([s, 0]), [2], [Math.exp(10), 1]],
    ["vectors of nodes and numbers", g.add([x, [0, 0, 1]], 0), [2, 3], [1, 2, 3, 0, 0, 1]],
    ["one node in an array", g.negate([s]), [1], [-10]],
    ["typed arrays in an array", x.add([Float64Array.of(1, 2, 3), [0, 0, 0]]), [2, 3], [2, 4, 6, 1, 2, 3]],
    ["many at once", g.add(x, s, [1, 1, 1], x), [3], [13, 15, 17]],
    ["many factors", g.multiply(x, 2, s), [3], [20, 40, 60]],
  ])("may be %s", (_, node, shape, expected) => {
    expect(node.shape).toEqual(shape);
    expect(valuesOf(node)).toEqual(expected);
  });

  const wrong = <T>(value: T): g.Operand => value as unknown as g.Operand;
  it.each([
    [wrong(undefined), "Received undefined. Check the name. Elements of a node are read with x.at(0), not with x[0]."],
    [wrong(null), "Received null."],
    [wrong("3"), 'Received the text "3". Give the number itself.'],
    [wrong(true), "Received true. Write 1 for true and 0 for false"],
    [wrong(Math.exp), "Received the function exp. Call the function"],
    [
      wrong(normal(0, 1)),
      "Received the distribution normal. A distribution is no value: `parameter` of a model builder",
    ],
    [wrong({ mean: 3, sd: 2 }), "Received an object with mean, sd."],
    [wrong({}), "Received an empty object."],
    [wrong(new Date(0)), "Received a Date."],
    [wrong([1, "2"]), 'Received the text "2" at place 1.'],
    [wrong([[1], undefined]), "Received undefined."],
    [wrong([s, "2"]), 'Received the text "2".'],
  ])("may not be others (case %#)", (value, message) => {
    expect(() => g.add(x, value)).toThrow(`add: An operand is a node, a number, or an array of them. ${message}`);
  });

  it.each([
    [
      [
        [1, 2, 3],
        [1, 2],
      ],
      "parts of shape [3] and [2]",
    ],
    [[[1, 2], 3], "parts of shape [2] and []"],
    [[1, [2, 3]], "parts of shape [] and [2]"],
    [[x, s], "parts of shape [3] and []"],
  ] as readonly (readonly [g.Operand, string])[])(
    "of parts of different shapes are refused (case %#)",
    (value, received) => {
      expect(() => g.exp(value)).toThrow(`exp: The parts of a nested array must have one shape. Received ${received}.`);
    },
  );

  it("that are empty are refused", () => {
    expect(() => g.add([], 1)).toThrow("add: An array has at least one element. Received an empty array.");
    expect(() => g.add([[], []], 1)).toThrow("An array has at least one element.");
  });
});

describe("constants", () => {
  it("take their shape from their nesting", () => {
    expect(
      g.constant([
        [1, 2, 3],
        [4, 5, 6],
      ]).shape,
    ).toEqual([2, 3]);
    expect(g.constant([1, 2]).shape).toEqual([2]);
    expect(g.constant(7).shape).toEqual([]);
    expect(g.constant([1, 2, 3, 4], [2, 2]).shape).toEqual([2, 2]);
  });

  it("refuse values that do not fill their shape", () => {
    expect(() => g.constant([1, 2, 3], [2, 2])).toThrow("constant: Shape [2, 2] takes 4 values. Received 3.");
  });
});

describe("shapes that do not fit are named with the operation", () => {
  const [a, b, m] = [g.dataInput("a", [2]), g.dataInput("b", [3]), g.dataInput("m", [2, 3])];
  const together = "Shapes do not broadcast together: counted from the last axis, extents must be equal or 1.";
  it.each([
    [() => g.add(a, b), `add: ${together} Received [2] and [3]. Put an axis in with expand`],
    [() => a.sub(b), `subtract: ${together}`],
    [() => a.mul(m), `multiply: ${together} Received [2] and [2, 3].`],
    [() => a.div(b), "divide: "],
    [() => a.pow(b), "power: "],
    [() => a.less(b), "less: "],
    [() => a.greater(b), "greater: "],
    [() => a.equal(b), "equal: "],
    [() => a.maximum(b), "maximum: "],
    [() => g.select(a, 1, b), "select: "],
    [() => a.broadcastTo([3]), "broadcastTo: The shape does not broadcast to [3]"],
    [() => m.reshape([5]), "reshape: Shape [5] does not hold as many elements. Received [2, 3]."],
    [
      () => m.matmul(a),
      "matrixProduct: The last extent of the left matrix must be the number of rows of the right matrix",
    ],
    [() => g.cholesky(m), "cholesky: The last two axes must be those of square matrices. Received [2, 3]."],
    [() => g.triangularSolve(g.identity(2), b), "triangularSolve: The right side must have as many rows"],
    [() => g.diagonal(a), "diagonal: The last two axes must be those of square matrices. Received [2]."],
    [() => a.transpose(), "transpose: Only shapes of two axes or more can be transposed. Received [2]."],
    [() => m.transpose([0, 0]), "transpose: The order names each of the 2 axes of shape [2, 3] once. Received [0, 0]."],
    [
      () => g.concatenate([m, a], 0),
      "concatenate: Parts joined along axis 0 must agree in all other axes. Received [2, 3] and [2].",
    ],
    [() => g.concatenate([], 0), "Received no parts."],
    [
      () => g.recurrence(a, b),
      "recurrence: The factor of a recurrence along axis 0 of [3] is constant along that axis.",
    ],
    [() => g.shift(b, 0.5), "shift: A shift is by whole steps. Received 0.5."],
    [() => g.expand(b, 3), "expand: A new axis of shape [3] goes to a place from 0 to 1"],
    [() => g.gradient(b, [a]), "gradient: Only a single number can be differentiated. Received [3]. Sum it first."],
    [() => g.evaluate([b], {}), 'input "b": No values were given for this input.'],
    [() => g.evaluate([b], { b: [1] }), 'input "b": Shape [3] takes 3 values. Received 1.'],
  ])("case %#", (make, message) => {
    expect(make).toThrow(message);
  });
});
