// Lists of names as they are typed in one option: with commas between, although names may hold commas, brackets and equals signs.

/** Names in one text: each is the longest of `known` that stands there, or in double quotes, or what reaches to the next comma. */
export function typedNames(text: string, known: readonly string[]): readonly string[] {
  const names: string[] = [];
  let rest = text.normalize("NFC").trimStart();
  while (rest !== "") {
    const [name, after] = firstName(rest, known, ",");
    if (name !== "") names.push(name);
    rest = after.replace(/^\s*,?\s*/, "");
  }
  return names;
}

/**
 * Entries `NAME=TEXT` with commas between: names as in `typedNames`, each followed by an equals sign.
 * @returns undefined when an entry has no name or no text
 */
export function typedEntries(
  text: string,
  known: readonly string[],
): readonly (readonly [name: string, text: string])[] | undefined {
  const entries: [string, string][] = [];
  let rest = text.normalize("NFC").trimStart();
  while (rest !== "") {
    const [name, after] = firstName(rest, known, "=");
    const value = /^\s*=([^,]*)(?:,|$)/.exec(after);
    if (name === "" || value === null || value[1].trim() === "") return undefined;
    entries.push([name, value[1].trim()]);
    rest = after.slice(value[0].length).trimStart();
  }
  return entries;
}

/** The first name of a text, and what comes after it; `end` is what follows a name. */
function firstName(text: string, known: readonly string[], end: "," | "="): readonly [name: string, after: string] {
  const quoted = /^"((?:[^"]|"")*)"(?=\s*(?:[,=]|$))/.exec(text);
  if (quoted !== null) return [quoted[1].replaceAll('""', '"'), text.slice(quoted[0].length)];
  const stands = (known: string, fold: (part: string) => string): boolean => {
    const name = known.normalize("NFC");
    if (name === "" || fold(text.slice(0, name.length)) !== fold(name)) return false;
    const after = text.slice(name.length).trimStart();
    return after === "" || after.startsWith(end) || (end === "=" && after.startsWith(","));
  };
  const longest = (fold: (part: string) => string): string | undefined =>
    known.filter((name) => stands(name, fold)).toSorted((a, b) => b.length - a.length)[0];
  const found = longest((part) => part) ?? longest((part) => part.toLowerCase());
  if (found !== undefined) return [found, text.slice(found.normalize("NFC").length)];
  // An equals sign of the name itself is before the last one that stands before the next comma.
  const comma = text.indexOf(",");
  const entry = comma < 0 ? text : text.slice(0, comma);
  const at = end === "," ? entry.length : entry.lastIndexOf("=");
  const length = at < 0 ? entry.length : at;
  return [text.slice(0, length).trim(), text.slice(length)];
}
