// Files whose maps may have any key: the schema library leaves the key `__proto__` out of what it returns, and a channel may be called so.

interface Schema<T, I> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly I[] } };
}

/** What the schema sees in place of `__proto__`. */
const standIn = "\ue001proto";

/** Judges a plain value by a schema, with every key that it has. */
export function parseAnyKey<T, I>(
  schema: Schema<T, I>,
  value: unknown,
): { readonly content: T } | { readonly issues: readonly I[] } {
  const result = schema.safeParse(renamed(value, "__proto__", standIn));
  return result.success
    ? { content: renamed(result.data, standIn, "__proto__") as T }
    : { issues: renamed(result.error.issues, standIn, "__proto__") as readonly I[] };
}

/** The same plain value with one name for another: of keys, and in the paths and keys of issues. */
function renamed(value: unknown, from: string, to: string): unknown {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((item) => renamed(item, from, to));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key === from ? to : key, renamed(item, from, to)]),
  );
}
