// What other folders take from sampling/chees.

export { chainsTogether, type ChainsTogether } from "./chains.ts";
export { allocateExchange, type Exchange } from "./exchange.ts";
