import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeState, encodeState } from "../../../src/store/run/state-codec.ts";

/** Through JSON and a Buffer in the middle of a larger one, as files may be read. */
function roundTrip(state: unknown): unknown {
  const { tree, bytes } = encodeState(state);
  const around = Buffer.alloc(bytes.length + 24, 0xff);
  around.set(bytes, 11);
  return decodeState({ tree: JSON.parse(JSON.stringify(tree)), bytes: around.subarray(11, 11 + bytes.length) });
}

describe("state on disk", () => {
  it("comes back bit for bit: numbers that JSON lacks, big integers, typed arrays, shared memory", () => {
    const shared = new Float64Array(new SharedArrayBuffer(24), 8, 2);
    shared.set([1 / 3, Number.NaN]);
    const state = {
      numbers: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1, Number.MIN_VALUE],
      nothing: [null, undefined],
      big: 2n ** 80n,
      odd: Uint8Array.of(1, 2, 3),
      after: Float64Array.of(-0, 5e-324),
      words: Uint32Array.of(0xffffffff),
      shared,
      nested: { empty: {}, list: [], text: "é" },
    };
    const back = roundTrip(state) as typeof state;
    expect(back).toEqual(state);
    expect(Object.is(back.numbers[3], -0)).toBe(true);
    expect(Object.is(back.after[0], -0)).toBe(true);
    expect(back.shared.buffer).toBeInstanceOf(ArrayBuffer);
  });

  it("comes back whatever plain data it is", () => {
    const key = fc.string().filter((text) => !text.startsWith("$") && text !== "__proto__");
    const leaf = fc.oneof(
      fc.double(),
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.float64Array(),
      fc.uint16Array(),
      fc.bigInt(),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.array(tie("node")),
        fc.dictionary(key, tie("node"), { noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(tree, (state) => {
        expect(roundTrip(state)).toEqual(state);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it.each([
    ["a function", { step: () => 1 }, "State to be stored holds a Function at state.step."],
    ["a map", { list: [new Map()] }, "State to be stored holds a Map at state.list[0]."],
    ["a reserved key", { $: 1 }, "State to be stored has the reserved key $ at state."],
  ])("is refused when it holds %s", (_title, state, message) => {
    expect(() => encodeState(state)).toThrow(message);
  });
});
