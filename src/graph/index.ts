// The language models are written in.

export * from "./operations.ts";
export { gradient } from "./gradient.ts";
export { evaluate, type Bindings } from "./evaluate.ts";
export { mergeEqual } from "./simplify.ts";
export { type Node, topologicalOrder } from "./node.ts";
export { type Shape, sizeOf } from "./shape.ts";
