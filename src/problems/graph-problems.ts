// Problems of graphs: operands that are none, shapes that do not fit, axes and indices outside, nodes taken for numbers.

import type { Problem } from "./problem.ts";
import { shapeProblem, shapeText } from "./shape-problems.ts";
import { listed } from "../words/index.ts";

export const notAnOperand = (where: string, received: string, hint: string): Problem => ({
  code: "graph-operand",
  message: "An operand is a node, a number, or an array of them.",
  where,
  received,
  hint,
});

/** What to do about an operand that is none, by what it is. */
export const operandHints = {
  undefined: "Check the name. Elements of a node are read with x.at(0), not with x[0].",
  text: "Give the number itself.",
  boolean: "Write 1 for true and 0 for false; compare nodes with x.less(y), x.greater(y) or x.equal(y).",
  function: "Call the function, and give its result.",
  distribution: "A distribution is no value: `parameter` of a model builder makes a node that has it.",
  other: "Give what `parameter`, `data` or an operation returned, a number, or an array of numbers.",
} as const;

export const nodeTakenForNumber = (node: string): Problem => ({
  code: "graph-operand",
  message: "A node has no number yet, so + - * / and < > of JavaScript do not work on it.",
  where: node,
  hint: "Write x.add(y), x.sub(y), x.mul(y), x.div(y), x.pow(y), x.less(y) or x.greater(y), where y is a node or a number.",
});

export const raggedArray = (where: string, first: string, other: string): Problem =>
  shapeProblem(
    where,
    "The parts of a nested array must have one shape.",
    `parts of shape ${first} and ${other}`,
    "Give every row the same number of elements.",
  );

export const emptyArray = (where: string): Problem =>
  shapeProblem(where, "An array has at least one element.", "an empty array", "Leave the operand out, or fill it.");

export const wrongNumberOfValues = (shape: readonly number[], wanted: number, received: number): Problem =>
  shapeProblem(
    "constant",
    `Shape ${shapeText(shape)} takes ${wanted} values.`,
    `${received}`,
    "Give the values flat in row-major order, or nested without a shape.",
  );

export const doesNotBroadcastTo = (where: string, from: readonly number[], to: readonly number[]): Problem =>
  shapeProblem(
    where,
    `The shape does not broadcast to ${shapeText(to)}: counted from the last axis, extents must be equal or 1.`,
    shapeText(from),
    "Put an axis in with expand, or reshape it.",
  );

export const wrongReshape = (from: readonly number[], to: readonly number[]): Problem =>
  shapeProblem(
    "reshape",
    `Shape ${shapeText(to)} does not hold as many elements.`,
    shapeText(from),
    "Give extents whose product is the number of elements; broadcastTo repeats elements.",
  );

export const axisAlreadyThere = (axis: unknown, shape: readonly number[]): Problem => ({
  code: "graph-axis",
  message: `A new axis of shape ${shapeText(shape)} goes to a place from 0 to ${shape.length}; \`-1\` puts it last.`,
  where: "expand",
  received: `axis ${String(axis)}`,
  hint: "Axes are counted from the outermost, from 0.",
});

export const badIndex = (where: string, index: unknown, extent: number): Problem => ({
  code: "graph-index",
  message: `An index into an axis of ${extent} is a whole number from 0 to ${extent - 1}; \`-1\` is the last element.`,
  where,
  received: String(index),
  hint: "Indices are counted from 0; subtract 1 from those counted from 1.",
});

export const noDataIndices = (backend: string): Problem => ({
  code: "graph-backend",
  message: "Indices that are data run on the backends wasm, wasm-fma and javascript.",
  where: "gather",
  received: backend,
  hint: "Choose one of these, or give the indices as an array of numbers, which every backend takes.",
});

export const noDifferentialEquations = (backend: string): Problem => ({
  code: "graph-backend",
  message: "Differential equations are solved by the backends wasm and javascript.",
  where: "ode",
  received: backend,
  hint: "Choose one of these for a model with an ode.",
});

export const badSlice = (start: unknown, end: unknown, extent: number): Problem => ({
  code: "graph-index",
  message: `A slice of an axis of ${extent} starts at 0 or later and ends after its start, at ${extent} or earlier; negative numbers count from the end.`,
  where: "slice",
  received: `${String(start)} to ${String(end)}`,
  hint: "The end is the first element that is left out.",
});

export const tooManyIndices = (count: number, shape: readonly number[]): Problem => ({
  code: "graph-index",
  message: `Shape ${shapeText(shape)} takes up to ${shape.length} indices, one for each axis.`,
  where: "at",
  received: `${count}`,
  hint: 'Indices are whole numbers, arrays of them, or ":" for all elements.',
});

export const partsDoNotJoin = (shapes: readonly (readonly number[])[], axis: number): Problem =>
  shapeProblem(
    "concatenate",
    `Parts joined along axis ${axis} must agree in all other axes.`,
    shapes.length === 0 ? "no parts" : listed(shapes.map(shapeText)),
    "Reshape or broadcast the parts first; stack puts them along a new axis.",
  );

export const noMatrixProduct = (a: readonly number[], b: readonly number[]): Problem =>
  shapeProblem(
    "matrixProduct",
    "The last extent of the left matrix must be the number of rows of the right matrix, or the length of the vector.",
    `${shapeText(a)} and ${shapeText(b)}`,
    "Check the order of the two, or transpose one.",
  );

export const notSquare = (where: string, shape: readonly number[]): Problem =>
  shapeProblem(
    where,
    where === "diagonalMatrix"
      ? "The elements of a diagonal are a vector, or vectors along the last axis."
      : "The last two axes must be those of square matrices.",
    shapeText(shape),
    "Axes before the last two are batches of matrices.",
  );

export const noTriangularSystem = (factor: readonly number[], right: readonly number[]): Problem =>
  shapeProblem(
    "triangularSolve",
    "The right side must have as many rows as the triangular matrix: shape [..., n, m] or [n] for a matrix [..., n, n].",
    `${shapeText(factor)} and ${shapeText(right)}`,
    "Give vectors in batches as columns: `expand` adds the axis.",
  );

export const axesNotReordered = (axes: readonly unknown[] | undefined, shape: readonly number[]): Problem => ({
  code: "graph-axis",
  message:
    axes === undefined
      ? "Only shapes of two axes or more can be transposed."
      : `The order names each of the ${shape.length} axes of shape ${shapeText(shape)} once.`,
  where: "transpose",
  received: axes === undefined ? shapeText(shape) : `[${axes.join(", ")}]`,
  hint: "Without an order, the last two axes are exchanged.",
});

export const badShift = (by: unknown): Problem => ({
  code: "graph-index",
  message: "A shift is by whole steps.",
  where: "shift",
  received: String(by),
  hint: "Round the number.",
});

export const factorMoves = (axis: number, of: readonly number[], factor: readonly number[]): Problem =>
  shapeProblem(
    "recurrence",
    `The factor of a recurrence along axis ${axis} of ${shapeText(of)} is constant along that axis.`,
    shapeText(factor),
    "Give it extent 1 there.",
  );

export const noWeights = (): Problem =>
  shapeProblem("convolve", "A convolution needs at least one weight.", "none", "Give one weight for each lag.");

export const notOneNumber = (shape: readonly number[]): Problem =>
  shapeProblem("gradient", "Only a single number can be differentiated.", shapeText(shape), "Sum it first.");

export const inputNotGiven = (name: string): Problem => ({
  code: "graph-input",
  message: "No values were given for this input.",
  where: `input "${name}"`,
  hint: "Give an array for it by this name.",
});

export const inputOfOtherSize = (name: string, shape: readonly number[], received: number): Problem => ({
  code: "graph-input",
  message: `Shape ${shapeText(shape)} takes ${shape.reduce((a, b) => a * b, 1)} values.`,
  where: `input "${name}"`,
  received: `${received}`,
  hint: "Give the values flat, in row-major order.",
});

export const notATree = (where: string, received: string): Problem => ({
  code: "graph-operand",
  message: "A scan takes tensors, and lists and records of tensors.",
  where,
  received,
  hint: "Give nodes, numbers or Float64Arrays, by themselves or in arrays and plain objects.",
});

export const sequenceWithoutAxis = (path: string): Problem =>
  shapeProblem(
    "scan",
    "A scan walks along an axis of its sequences.",
    `a single number as xs${path}`,
    "Give a vector.",
  );

export const scanWithoutLength = (): Problem =>
  shapeProblem(
    "scan",
    "A scan without sequences takes the number of its steps.",
    "none",
    "Write scan(body, initial, [], { length: 10 }).",
  );

export const notSteps = (length: number): Problem =>
  shapeProblem(
    "scan",
    "A scan has at least one step, a whole number.",
    `${length}`,
    "Leave `length` out where there are sequences.",
  );

export const sequenceOfOtherLength = (path: string, axis: number, shape: readonly number[], length: number): Problem =>
  shapeProblem(
    "scan",
    `This scan has ${length} steps, and every sequence takes that extent along axis ${axis}.`,
    `xs${path} of shape ${shapeText(shape)}`,
    "Slice the sequences to one length.",
  );

export const stepReturns = (received: string): Problem => ({
  code: "graph-operand",
  message: "The body of a scan returns an array: [next carry, y], or [next carry].",
  where: "scan",
  received,
  hint: "Write scan((carry, x) => [next, y], initial, xs).",
});

export const otherCarries = (before: readonly string[], after: readonly string[]): Problem => ({
  code: "graph-shape",
  message: `The body of this scan returns ${before.length === 0 ? "an empty carry, []" : listed(before)} for the next step.`,
  where: "scan",
  received: after.length === 0 ? "no carry" : listed(after),
  hint: "Return carries by the names, and in the lists, of the initial carry.",
});

export const carryChangesShape = (
  where: string,
  name: string,
  before: readonly number[],
  after: readonly number[],
): Problem =>
  shapeProblem(
    where,
    `${name} begins with shape ${shapeText(before)}, which a step must not change.`,
    `${shapeText(after)} after a step`,
    `Begin with that shape: broadcastTo(0, ${shapeText(after)}).`,
  );

export const odeReturns = (states: readonly string[], received: readonly string[]): Problem => ({
  code: "graph-shape",
  message: `The system of this ode returns the derivative of ${listed(states)}.`,
  where: "ode",
  received: received.length === 0 ? "nothing" : listed(received),
  hint: "Return derivatives by the names, and in the lists, of the initial state.",
});

export const odeTimes = (received: string): Problem => ({
  code: "graph-shape",
  message: "An ode takes one start and a vector of ascending times after it, all numbers or data.",
  where: "ode",
  received,
  hint: "Sort the times, and begin at or before the first of them.",
});

export const odeOption = (name: string, received: string, known: readonly string[]): Problem => ({
  code: "graph-operand",
  message: `Options of an ode are ${listed(known)}: positive numbers, and a whole number of steps.`,
  where: `ode, ${name}`,
  received,
  hint: "Leave it out for the default.",
});

export const nestedLoop = (where: string): Problem => ({
  code: "graph-shape",
  message: "A differential equation cannot be solved inside of a scan or of another equation.",
  where,
  received: "an ode in a step",
  hint: "Solve it at all times first, and scan over the solution.",
});
