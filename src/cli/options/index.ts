// How options are described, read and judged. What only some commands need (yargs, plans, releases) is loaded by them.

export { readPlainArguments } from "./arguments.ts";
export type { CommandShape } from "./command-shape.ts";
export { exclusive, optionName } from "./exclusive.ts";
export type { OptionTable, OptionValues } from "./option.ts";
export { quantityOptions, quantityRequest } from "./quantity.ts";
export { everywhere, exitLines, exitMeanings } from "./shared.ts";
export { type ValidArguments, validate } from "./validate.ts";
