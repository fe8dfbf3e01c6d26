// Spellings that are accepted beside the documented ones: for keys of a model file alone, so that files written with them are read as they
// stand. Nothing writes them, and command line and library do not take them.

/** By the key of the map that they stand in, the documented spelling of each other one. */
export const otherSpellings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  adstock: { normalise: "normalize" },
};

/** The documented spelling of `key` in a map that stands under the key `parent`. */
export function documentedSpelling(parent: string | number | undefined, key: string): string {
  const known = typeof parent === "string" && Object.hasOwn(otherSpellings, parent) ? otherSpellings[parent] : {};
  return Object.hasOwn(known, key) ? known[key] : key;
}
