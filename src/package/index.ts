// Where the files of this package lie, in sources and in bundles.

/**
 * URL of a file of the package, given by its path below `src` (below `dist` once built) without extension for code, for instance
 * `sampling/worker`. Code named so must be an entry of build.mjs.
 */
export function codeUrl(path: string): URL {
  return new URL(`../${path}.${import.meta.url.endsWith(".ts") ? "ts" : "js"}`, import.meta.url);
}

/** URL of the folder of JSON Schemas, which are made when the package is built. */
export function schemasUrl(): URL {
  return new URL(import.meta.url.endsWith(".ts") ? "../../dist/schemas/" : "../schemas/", import.meta.url);
}

/** URL of a file that is no code, by its path below `src` or `dist`, for instance `charts/server/fonts/OFL.txt`. */
export function fileUrl(path: string): URL {
  // This module lies one folder below the root in sources, and so do the bundled chunks that it ends up in.
  return new URL(`../${path}`, import.meta.url);
}
