// What other folders take from data/worlds/presets.

export { brand } from "./brand.ts";
export { ecommerce } from "./ecommerce.ts";
export { hardWorlds } from "./hard.ts";
export { media } from "./media.ts";
export { worldNames } from "./names.ts";
