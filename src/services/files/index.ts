// Folders of results that services write.

export { holdingOut } from "./hold-out.ts";
export { replaceTogether, replaceOut, writable } from "./replace-out.ts";
