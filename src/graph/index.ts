// The language models are written in.

export { gatherInside } from "./gather-inside.ts";
export * from "./operations.ts";
export * from "./reductions.ts";
export { acos, asin } from "./angles.ts";
export {
  cholesky,
  choleskyLogDeterminant,
  choleskySolve,
  diagonal,
  diagonalMatrix,
  identity,
  logDeterminant,
  lowerTriangle,
  matrixProduct,
  outerProduct,
  transpose,
  triangularSolve,
} from "./linear-algebra.ts";
export {
  asNode,
  constant,
  constantValue,
  describeValue,
  flatNumbers,
  isNode,
  shapeOfNumbers,
  type Numbers,
  type Operand,
} from "./operands.ts";
export { power } from "./power.ts";
export { dataInput, parameterInput } from "./methods.ts";
export { ode, type OdeOptions } from "./ode.ts";
export { scan, type ScanOptions } from "./scan.ts";
export type { Nodes, Tree } from "./tree.ts";
export { scanInputs, scanLayout, stepResults } from "./scan-layout.ts";
export { gradient } from "./gradient.ts";
export { checkIndices } from "./grouping.ts";
export { evaluate, type Bindings } from "./evaluate.ts";
export { mergeEqual } from "./simplify.ts";
export { type Node, type OdeBody, type ScanBody, topologicalOrder } from "./node.ts";
export { type Shape, sizeOf } from "./shape.ts";
export { type BinaryFunction, makeNode, type UnaryFunction } from "./node.ts";
export { broadcastShapes, broadcastsTo, formatShape, padRank, sameShape, stridesOf } from "./shape.ts";
