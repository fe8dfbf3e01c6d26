// What other folders take from compile/javascript.

export { linkJavaScript } from "./link.ts";
export { printJavaScript } from "./print.ts";
