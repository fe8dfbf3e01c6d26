// What a stored run says.

export { type ChainRow, chainTable } from "./chain-table.ts";
