import { describe, expect, it } from "vitest";
import { visible, visibleLines } from "../../src/words/index.ts";

const dangerous = [
  "\u001b[2J",
  "\u009b31m",
  "\u0000",
  "\u0007",
  "\u0008",
  "\r",
  "\u007f",
  "\u202e",
  "\u2066",
  "\u2028",
  "\ufeff",
  "\u{e0041}",
  "\ud800",
];

describe("visible", () => {
  it.each(dangerous)("writes what steers a terminal or turns text as escapes: %j", (text) => {
    const shown = visible(`TV${text}x`);
    expect(shown).toMatch(/^TV[\u0020-\u007e]+x$/);
    expect(visibleLines(`TV${text}x`)).toBe(shown);
  });

  it("keeps letters of all languages, emoji and what joins them", () => {
    const text = "Fernsehen Ä ó, 東京, العربية, עברית, 👩‍👩‍👧 ✓ – “x” − 1 000";
    expect(visible(text)).toBe(text);
  });

  it("keeps line feeds and tabs of text of several lines alone", () => {
    expect(visible("a\nb\tc")).toBe("a\\u000ab\\u0009c");
    expect(visibleLines("a\nb\tc")).toBe("a\nb\tc");
  });

  it("leaves a JSON document the same document", () => {
    const value = { name: `TV ${dangerous.slice(0, -1).join("")}` };
    expect(JSON.parse(visibleLines(JSON.stringify(value, undefined, 2)))).toEqual(value);
  });
});
