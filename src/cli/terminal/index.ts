// What the command line writes to, its colors, and Ctrl-C.

export { type Interrupts, listenForInterrupts } from "./interrupt.ts";
export { plainStyle, type Style, styleFor } from "./style.ts";
export { type Output, processTerminal, type Terminal } from "./terminal.ts";
export { mark, timingLines } from "./timing.ts";
