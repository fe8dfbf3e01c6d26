// What other folders take from mmm/coordinates/maps.

export { halfPoint, type PositiveMap, relativeTo, softly, typicalLogStock } from "./positive-map.ts";
