// What other folders take from mmm/coordinates/maps.

export { partlyCentered, partlyCenteredLog, type PartlyCentered, type PartlyCenteredMap } from "./partly-centered.ts";
export { halfPoint, type PositiveMap, relativeTo, softly, softlyBetween, typicalLogStock } from "./positive-map.ts";
