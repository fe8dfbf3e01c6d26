// Geos in the names of columns: a table that is as wide as its geos are many.

/**
 * What names of targets that cannot be told apart differ by at their end (revenue_North, revenue_South), where other columns end so
 * too: a table that is as wide as its geos are many.
 */
export function geosInNames(targets: readonly string[], names: readonly string[]): readonly string[] | undefined {
  const [first] = targets;
  const shared = [...first].findIndex((_, at) => targets.some((name) => name[at] !== first[at]));
  const start = first.slice(0, Math.max(0, shared));
  const common = start.slice(0, Math.max(start.lastIndexOf("_"), start.lastIndexOf(" "), start.lastIndexOf("-")) + 1);
  const geos = targets.map((name) => name.slice(common.length));
  const others = names.filter((name) => !targets.includes(name));
  const isEnd = (geo: string): boolean => geo !== "" && others.some((name) => name.endsWith(geo) && name !== geo);
  return common !== "" && geos.every(isEnd) ? geos : undefined;
}
