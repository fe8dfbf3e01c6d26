// What an operation takes: nodes, numbers and arrays of them, all turned into nodes; anything else is told apart by what it is.

import {
  badIndex,
  emptyArray,
  notAnOperand,
  operandHints,
  raggedArray,
  wrongNumberOfValues,
} from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { quote } from "../words/index.ts";
import { makeNode, type Node } from "./node.ts";
import { checkBroadcast, formatShape, sameShape, type Shape, sizeOf } from "./shape.ts";

/** Numbers, nested as deep as they have axes: `3`, `[1, 2]`, `[[1, 2], [3, 4]]`, a Float64Array. */
export type Numbers = number | ArrayLike<number> | readonly Numbers[];

/** Wherever a node is expected a number will do, or an array of numbers and nodes, whose parts lie along a new first axis. */
export type Operand = Node | number | ArrayLike<number> | readonly Operand[];

/**
 * A constant.
 *
 * @param values a number, a flat array, or nested arrays whose nesting is the shape
 * @param shape of a flat array in row-major order; by default a vector
 */
export function constant(values: Numbers, shape?: Shape): Node {
  if (typeof values === "number") return constantNode(Float64Array.of(values), []);
  const itsShape = shape ?? shapeOfNumbers(values, "constant");
  const flat = flatNumbers(values);
  if (sizeOf(itsShape) !== flat.length) throw graphError(wrongNumberOfValues(itsShape, sizeOf(itsShape), flat.length));
  return constantNode(flat, itsShape);
}

function constantNode(values: Float64Array, shape: Shape): Node {
  return makeNode({ kind: "constant", inputs: [], shape, values });
}

/** The nesting of arrays as a shape; throws where parts differ. */
export function shapeOfNumbers(values: Numbers, where: string): Shape {
  if (typeof values === "number") return [];
  const { length } = values;
  if (ArrayBuffer.isView(values) || typeof values[0] === "number") {
    const odd = Array.prototype.findIndex.call(values, (value: unknown) => typeof value !== "number");
    if (odd < 0) return [length];
    if (Array.isArray(values[odd])) {
      throw graphError(raggedArray(where, "[]", formatShape(shapeOfNumbers(values[odd], where))));
    }
    throw graphError(notAnOperand(where, `${describeValue(values[odd])} at place ${odd}`, hintFor(values[odd])));
  }
  if (length === 0) throw graphError(emptyArray(where));
  const parts = (values as readonly Numbers[]).map((part) => {
    if (typeof part !== "number" && !isList(part))
      throw graphError(notAnOperand(where, describeValue(part), hintFor(part)));
    return shapeOfNumbers(part, where);
  });
  const other = parts.find((part) => !sameShape(part, parts[0]));
  if (other !== undefined) throw graphError(raggedArray(where, formatShape(parts[0]), formatShape(other)));
  return [length, ...parts[0]];
}

/** The numbers of nested arrays one after another. */
export function flatNumbers(values: Numbers): Float64Array {
  if (typeof values === "number") return Float64Array.of(values);
  if (!Array.isArray(values) || !isList(values[0])) return Float64Array.from(values as ArrayLike<number>);
  return Float64Array.from((values as readonly Numbers[]).flatMap((part) => [...flatNumbers(part)]));
}

/**
 * The node of an operand.
 *
 * @param where the operation that was given it, for what is said of a wrong one
 */
export function asNode(operand: Operand, where = "operation"): Node {
  if (typeof operand === "number") return constant(operand);
  if (isNode(operand)) return operand;
  if (isList(operand)) return nodeOfList(operand as ArrayLike<number> | readonly Operand[], where);
  throw graphError(notAnOperand(where, describeValue(operand), hintFor(operand)));
}

/** Both operands of an operation, whose shapes broadcast together. */
export function asPair(left: Operand, right: Operand, where: string): [Node, Node] {
  const a = asNode(left, where);
  const b = asNode(right, where);
  checkBroadcast(where, a.shape, b.shape);
  return [a, b];
}

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "inputs" in value && "kind" in value && "shape" in value;
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

/** Numbers alone are one constant; nodes are put one after another along a new first axis. */
function nodeOfList(list: ArrayLike<number> | readonly Operand[], where: string): Node {
  if (!Array.isArray(list) || !holdsNode(list)) {
    const shape = shapeOfNumbers(list as Numbers, where);
    return constantNode(flatNumbers(list as Numbers), shape);
  }
  const parts = list.map((part: Operand) => asNode(part, where));
  const { shape } = parts[0];
  const other = parts.find((part) => !sameShape(part.shape, shape));
  if (other !== undefined) throw graphError(raggedArray(where, formatShape(shape), formatShape(other.shape)));
  const rows = parts.map((part) => reshaped(part, [1, ...shape]));
  return rows.length === 1
    ? rows[0]
    : makeNode({ kind: "concatenate", inputs: rows, shape: [rows.length, ...shape], axis: 0 });
}

function reshaped(node: Node, shape: Shape): Node {
  if (node.kind === "constant") return constantNode(node.values, shape);
  return makeNode({ kind: "reshape", inputs: [node], shape });
}

function holdsNode(list: readonly unknown[]): boolean {
  return list.some((part) => isNode(part) || (Array.isArray(part) && holdsNode(part)));
}

/** The value of a node that is one number everywhere, or undefined. */
export function constantValue(node: Node): number | undefined {
  if (node.kind === "constant") {
    const first = node.values[0];
    return node.values.every((value) => Object.is(value, first)) ? first : undefined;
  }
  return node.kind === "broadcast" || node.kind === "reshape" ? constantValue(node.inputs[0]) : undefined;
}

/** An index into an axis of `extent`, counted from the end when negative; checked. */
export function indexAlong(index: number, extent: number, where: string): number {
  const normal = index < 0 ? index + extent : index;
  if (!Number.isInteger(normal) || normal < 0 || normal >= extent) throw graphError(badIndex(where, index, extent));
  return normal;
}

/** What a value is, for the sentence that refuses it. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `the text ${quote(value)}`;
  if (typeof value === "function") return value.name === "" ? "a function" : `the function ${value.name}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (Array.isArray(value)) return "an array";
  if (isDistribution(value)) return `the distribution ${value.name}`;
  const made = value.constructor?.name;
  if (made !== undefined && made !== "Object" && made !== "") return `a ${made}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.slice(0, 3).join(", ")}`;
}

function isDistribution(value: object): value is { readonly name: string } {
  return "event" in value && "support" in value && "name" in value;
}

function hintFor(value: unknown): string {
  if (value === undefined || value === null) return operandHints.undefined;
  if (typeof value === "string") return operandHints.text;
  if (typeof value === "boolean") return operandHints.boolean;
  if (typeof value === "function") return operandHints.function;
  return typeof value === "object" && isDistribution(value) ? operandHints.distribution : operandHints.other;
}
