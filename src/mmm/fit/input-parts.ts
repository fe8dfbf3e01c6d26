// All that reading an input takes, for one import while files are read.

export { readMediaData } from "../../data/panel/index.ts";
export { findNoise, noisedColumns, readingOf, resolve } from "../specification/index.ts";
