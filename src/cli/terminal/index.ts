// What the command line writes to, its colors, and Ctrl-C.

export { listenForInterrupts } from "./interrupt.ts";
export { programName } from "./program-name.ts";
export { shellWord } from "./shell-word.ts";
export { escape, type Style } from "./style.ts";
export { type Lost, type Output, processTerminal, type Terminal } from "./terminal.ts";
export { mark, timingLines } from "./timing.ts";
