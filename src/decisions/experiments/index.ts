// What other folders take from decisions/experiments.

export type { Batch, BatchTest } from "./batch.ts";
export { type DesignDocument, parseDesignFile, readDesignFile } from "./design-file.ts";
export type { DesignFile } from "./design-schema.ts";
export type { LearnedOfQuantity, TestKnowledge } from "./learned.ts";
export type { NextTest } from "./next-test.ts";
export { type NextTests, nextTests, type NextTestsSettings } from "./next-tests.ts";
export type { DesignRequest, WrittenDesign } from "./test-design.ts";
export { testTemplate } from "./test-template.ts";
