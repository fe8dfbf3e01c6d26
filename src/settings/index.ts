// What other folders take from settings.

export * from "./check.ts";
export * from "./names.ts";
export * from "./sampling.ts";
export * from "./setting.ts";
