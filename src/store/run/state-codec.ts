// Plain data with typed arrays inside, as JSON plus one block of bytes, restored bit for bit.

/** Element kinds that may occur, by the name of their array. */
const arrayTypes = {
  Float64Array,
  Float32Array,
  Int32Array,
  Uint32Array,
  Uint8Array,
  Int8Array,
  Int16Array,
  Uint16Array,
  BigInt64Array,
  BigUint64Array,
} as const;

type ArrayName = keyof typeof arrayTypes;
type TypedArray = InstanceType<(typeof arrayTypes)[ArrayName]>;

export interface EncodedState {
  /** To be written as JSON. */
  readonly tree: unknown;
  /** The elements of all arrays, little-endian on every machine we know of; each array begins at a multiple of 8. */
  readonly bytes: Uint8Array;
}

/**
 * Takes plain data apart: objects, lists, text, booleans, numbers (NaN, infinities and -0 included), bigint, null, undefined
 * and typed arrays (also over shared memory).
 * @throws TypeError, with the path, for anything else: functions, class instances, keys that begin with "$"
 */
export function encodeState(state: unknown): EncodedState {
  const arrays: { offset: number; bytes: Uint8Array }[] = [];
  let size = 0;
  const encode = (value: unknown, path: string): unknown => {
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (value === undefined) return { $: "undefined" };
    if (typeof value === "bigint") return { $: "bigint", value: String(value) };
    if (typeof value === "number") {
      return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: "number", value: nameOf(value) };
    }
    if (Array.isArray(value)) return value.map((item, index) => encode(item, `${path}[${index}]`));
    const kind = Object.prototype.toString.call(value).slice(8, -1);
    if (kind in arrayTypes) {
      const array = value as TypedArray;
      const offset = size;
      arrays.push({ offset, bytes: new Uint8Array(array.buffer, array.byteOffset, array.byteLength) });
      size += Math.ceil(array.byteLength / 8) * 8;
      return { $: kind, offset, length: array.length };
    }
    if (kind !== "Object") throw new TypeError(`State to be stored holds a ${kind} at ${path}.`);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (key.startsWith("$")) throw new TypeError(`State to be stored has the reserved key ${key} at ${path}.`);
        return [key, encode(item, `${path}.${key}`)];
      }),
    );
  };
  const tree = encode(state, "state");
  const bytes = new Uint8Array(size);
  for (const array of arrays) bytes.set(array.bytes, array.offset);
  return { tree, bytes };
}

/** The data that `encodeState` took apart; typed arrays are copies with memory of their own. */
export function decodeState({ tree, bytes }: EncodedState): unknown {
  const decode = (value: unknown): unknown => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(decode);
    const { $: kind } = value as { $?: string };
    if (kind === undefined) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
    if (kind === "undefined") return undefined;
    const { value: text } = value as unknown as { value: string };
    if (kind === "bigint") return BigInt(text);
    if (kind === "number") return Number(text);
    const { offset, length } = value as unknown as { offset: number; length: number };
    const Type = arrayTypes[kind as ArrayName];
    // Copied by hand: slice of a Buffer would be a view.
    const own = new Uint8Array(length * Type.BYTES_PER_ELEMENT);
    own.set(bytes.subarray(offset, offset + own.length));
    return new Type(own.buffer);
  };
  return decode(tree);
}

function nameOf(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
