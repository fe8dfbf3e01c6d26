// What other folders take from decisions/experiments.

export type { Batch, BatchTest } from "./batch.ts";
export type { Learned, TestKnowledge } from "./learned.ts";
export type { NextTest } from "./next-test.ts";
export { type NextTests, nextTests, type NextTestsSettings } from "./next-tests.ts";
export { type WrittenDesign } from "./test-design.ts";
