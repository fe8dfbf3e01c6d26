// What other folders take from settings.

export * from "./business.ts";
export * from "./check.ts";
export * from "./columns.ts";
export * from "./experiments.ts";
export * from "./model.ts";
export * from "./names.ts";
export * from "./option-names.ts";
export * from "./privacy.ts";
export * from "./quantities.ts";
export * from "./reading.ts";
export * from "./running.ts";
export * from "./sampling.ts";
export * from "./setting.ts";
export * from "./spellings.ts";
export * from "./studies.ts";
export * from "./test-designs.ts";
export * from "./typed-names.ts";
