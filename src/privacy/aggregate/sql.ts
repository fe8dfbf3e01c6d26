// Text for DuckDB: names and values of the user's choice become quoted names and literals, whatever they hold.

/** A column by its name. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string literal. Backslashes have no meaning in one. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A list literal of file paths, none of them read as a pattern. */
export function pathList(paths: readonly string[]): string {
  return `[${paths.map((path) => literal(path.replaceAll(/[*?[]/g, "[$&]"))).join(", ")}]`;
}
