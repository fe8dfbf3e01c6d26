// The form of data in JSON: keys in snake_case, lists for typed arrays, null for a number that is not finite. As a type and as a function,
// which do the same.

/** A map whose keys are names (of channels, columns, parameters), which stay as they are. Made by `asIs`. */
export class AsIs<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  get value(): T {
    return this.#value;
  }
}

/** Marks what goes into a document as it stands: a model file, which has a form of its own, or a map from names. */
export function asIs<T>(value: T): AsIs<T> {
  return new AsIs(value);
}

/** `shareOfSpend` to `share_of_spend`. */
export type SnakeCase<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : Name;

/** What a list or an object must be given as where its keys are names: `asIs`, or better a list of `{ name, ... }`. */
export interface MapFromNames {
  readonly giveItAsAList: never;
}

/** What `jsonForm` makes of data of this type. */
export type JsonForm<T> =
  T extends AsIs<infer Value>
    ? Value
    : T extends Float64Array
      ? readonly (number | null)[]
      : T extends number
        ? number extends T
          ? number | null
          : T
        : T extends string | boolean | null | undefined
          ? T
          : T extends readonly unknown[]
            ? { readonly [Index in keyof T]: JsonForm<T[Index]> }
            : string extends keyof T
              ? MapFromNames
              : { readonly [Key in keyof T as Key extends string ? SnakeCase<Key> : never]: JsonForm<T[Key]> };

/** `shareOfSpend` to `share_of_spend`; names that are in snake_case already stay as they are. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** `share_of_spend` to `shareOfSpend`. */
export function camelCase(name: string): string {
  return name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The data as JSON has them. Fields that are undefined are left out. */
export function jsonForm<T>(data: T): JsonForm<T> {
  return form(data) as JsonForm<T>;
}

function form(data: unknown): unknown {
  if (typeof data === "number") return Number.isFinite(data) ? data : null;
  if (data === null || typeof data !== "object") return data;
  if (data instanceof AsIs) return data.value;
  if (Array.isArray(data)) return data.map(form);
  if (ArrayBuffer.isView(data)) return Array.from(data as Float64Array, form);
  return Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (value === undefined ? [] : [[snakeCase(key), form(value)]])),
  );
}
