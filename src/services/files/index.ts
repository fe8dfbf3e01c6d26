// Folders of results that services write.

export { replaceOut, writable } from "./replace-out.ts";
