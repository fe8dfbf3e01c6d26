// Folders of results that services write.

export { holdingOut } from "./hold-out.ts";
export { replaceOut, writable } from "./replace-out.ts";
