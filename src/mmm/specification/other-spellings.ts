// Spellings of keys of a model file that are accepted beside the ones that are documented.

/** By the key of the map that they stand in, the spelling that is read for each other one. */
const otherSpellings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  adstock: { normalise: "normalize" },
};

/** The documented spelling of `key` in a map that stands under the key `parent`. */
export function documentedSpelling(parent: string | number | undefined, key: string): string {
  const known = typeof parent === "string" && Object.hasOwn(otherSpellings, parent) ? otherSpellings[parent] : {};
  return Object.hasOwn(known, key) ? known[key] : key;
}
