// What other folders take from studies/worlds.

export { tableOfWorld, type TableOfWorld } from "./table-of-world.ts";
