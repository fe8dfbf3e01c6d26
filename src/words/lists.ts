// Names and counts in sentences.

/** Longer lists are cut, with a count of what is left. */
const listLimit = 6;
/** Received values longer than this are cut, so that a wrong file does not fill the screen. */
const valueLimit = 60;

/** `A`, `A and B`, `A, B and C`; beyond the limit the rest is counted: `A, B, C, D, E and 4 more`. */
export function listed(names: readonly string[], limit: number = listLimit, total: number = names.length): string {
  if (total > limit) {
    const shown = names.slice(0, Math.max(1, limit - 1));
    return `${shown.join(", ")} and ${total - shown.length} more`;
  }
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}

/** Like `listed`, for names that hold commas of their own: `A; B; C; and 4 more`. */
export function listedApart(names: readonly string[], limit: number = listLimit): string {
  const shown = names.length > limit ? names.slice(0, Math.max(1, limit - 1)) : names;
  const rest = names.length - shown.length;
  return `${shown.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`;
}

/** A value as the user wrote it, in double quotes, control characters escaped and long text cut. */
export function quote(value: string): string {
  const text = JSON.stringify(value);
  return text.length <= valueLimit ? text : `${text.slice(0, valueLimit - 4)}..."`;
}

/** `"a", "b" and "c"`: names in quotes; a long list is cut and says how many more there are. */
export function nameList(names: readonly string[], limit: number = listLimit): string {
  return listed(names.map(quote), limit);
}

/** `1 week`, `3 weeks`, `1,200 rows` */
export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${String(number).replace(/\B(?=(\d{3})+$)/g, ",")} ${number === 1 ? one : many}`;
}
