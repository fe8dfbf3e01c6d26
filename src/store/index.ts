// What other folders take from store.

export { carryoverVersion } from "./version.ts";
