// What other folders take from model/naming.

export { elementName } from "./element-name.ts";
