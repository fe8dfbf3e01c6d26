// The name of one element of an array; apart from the builder, because what only reads specifications needs it too.

/**
 * Name of an element with one label for each axis: `decay[TV]`, `effect[north,TV]`. Empty labels are not shown: `tau` for a single
 * number, and for the only element of an axis that readers need not know of. The one place where such names are made.
 */
export function elementName(name: string, labels: readonly string[]): string {
  const shown = labels.filter((label) => label !== "");
  return shown.length === 0 ? name : `${name}[${shown.join(",")}]`;
}
