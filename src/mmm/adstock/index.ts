// What other folders take from mmm/adstock.

export { type Carried, geometricAdstock, steadyStock, withLeastSpend } from "./adstock.ts";
