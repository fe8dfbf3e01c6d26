// Model files made from tables.

export { initDocument, initModel, type InitRequest, type InitResult } from "./init.ts";
