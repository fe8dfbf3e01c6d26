import { describe, expect, it } from "vitest";
import { cut, padded, textWidth } from "../../src/words/index.ts";

describe("textWidth", () => {
  it.each([
    ["TV", 2],
    ["", 0],
    ["Ä–ö − “x”", 9],
    ["東京", 4],
    ["ﾃﾚ", 2],
    ["テレビ", 6],
    ["한국", 4],
    ["e\u0301", 1],
    ["👍", 2],
    ["👩‍👩‍👧", 2],
    ["🇩🇪", 2],
    ["❤️", 2],
    ["✓", 1],
  ])("of %j is %i columns", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});

describe("padded and cut", () => {
  it("count columns, not characters", () => {
    expect(padded("東京", 6)).toBe("東京  ");
    expect(padded("東京", 6, "right")).toBe("  東京");
    expect(cut("東京タワー", 6)).toBe("東京…");
    expect(cut("abc", 3)).toBe("abc");
    expect(textWidth(cut("👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧", 5))).toBeLessThanOrEqual(5);
  });
});
