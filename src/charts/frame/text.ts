// Widths of text without a layout engine: advance widths of Inter, the bundled font, in hundredths of the font size.
// Inter is wider than most system fonts, so what fits by this estimate fits in the fonts of the fallback list too.

import { fontSize } from "./theme.ts";

// Printed by fontTools from src/charts/server/fonts: hmtx advance widths of U+0020 to U+007E over unitsPerEm, times 100.
const regular = [
  28, 29, 47, 63, 64, 98, 64, 30, 36, 36, 50, 66, 29, 46, 29, 36, 63, 41, 61, 62, 65, 59, 62, 57, 62, 62, 29, 30, 66,
  66, 66, 51, 97, 69, 65, 73, 72, 60, 59, 75, 74, 27, 57, 67, 57, 90, 75, 76, 64, 76, 64, 64, 65, 74, 69, 99, 68, 68,
  63, 36, 36, 36, 47, 46, 32, 56, 61, 57, 61, 58, 37, 61, 59, 24, 24, 55, 24, 88, 59, 60, 61, 61, 38, 53, 33, 59, 56,
  82, 55, 56, 55, 43, 33, 43, 66,
];

/** Semi-bold text is at most this much wider. */
const strongFactor = 1.05;

function characterWidth(code: number): number {
  if (code >= 32 && code < 127) return regular[code - 32];
  if (code === 0x2026) return 86;
  // East Asian scripts and pictures are one em wide; other letters are taken at the mean of Cyrillic capitals.
  return code >= 0x1100 ? (code < 0x2e80 && code >= 0x2000 ? 66 : 100) : 68;
}

/** Width in pixels of one line of text. */
export function textWidth(text: string, size: number = fontSize.label, strong = false): number {
  let total = 0;
  for (const character of text) total += characterWidth(character.codePointAt(0) ?? 32);
  return (total / 100) * size * (strong ? strongFactor : 1);
}

/** The widest of several texts, in pixels; 0 for none. */
export const widestText = (texts: readonly string[], size: number = fontSize.label, strong = false): number =>
  texts.reduce((widest, text) => Math.max(widest, textWidth(text, size, strong)), 0);

/** The text, cut with an ellipsis where it is wider than `width` pixels. */
export function fitText(text: string, width: number, size: number = fontSize.label, strong = false): string {
  if (textWidth(text, size, strong) <= width) return text;
  const characters = [...text];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, size, strong) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

/** The text, cut in its middle where it is wider than `width` pixels: the end of a name often tells it from others. */
function fitMiddle(text: string, width: number, size: number): string {
  const characters = [...text];
  for (let kept = characters.length - 1; kept > 1; kept--) {
    const tail = Math.floor(kept / 2);
    const cut = `${characters
      .slice(0, kept - tail)
      .join("")
      .trimEnd()}…${characters.slice(-tail).join("").trimStart()}`;
    if (textWidth(cut, size) <= width) return cut;
  }
  return fitText(text, width, size);
}

/** Several names, each cut to `width` pixels; names that would look alike are cut in the middle instead of at the end. */
export function fitNames(names: readonly string[], width: number, size: number = fontSize.label): string[] {
  const cut = names.map((name) => fitText(name, width, size));
  return names.map((name, index) => {
    // A few letters before the cut are not seen as a difference.
    const seen = cut[index].slice(0, -6);
    const alike = cut.filter((other) => other.startsWith(seen)).length > 1;
    return alike && cut[index] !== name ? fitMiddle(name, width, size) : cut[index];
  });
}

/** Words with the space after them; a word wider than a line is broken further, after `_ - / .` inside it. */
function piecesOf(text: string, width: number, size: number, strong: boolean): string[] {
  return text
    .split(/(?<=\s)/u)
    .flatMap((word) => (textWidth(word.trimEnd(), size, strong) > width ? word.split(/(?<=[_\-/.])/u) : [word]));
}

/** The text in at most `lines` lines of `width` pixels, broken between words where that can be; the last line is cut. */
export function wrapText(
  text: string,
  width: number,
  lines: number,
  size: number = fontSize.label,
  strong = false,
): string[] {
  const pieces = piecesOf(text, width, size, strong);
  const result: string[] = [];
  let line = "";
  for (let index = 0; index < pieces.length; index++) {
    if (line !== "" && textWidth((line + pieces[index]).trimEnd(), size, strong) > width) {
      if (result.length === lines - 1) {
        line += pieces.slice(index).join("");
        break;
      }
      result.push(fitText(line.trim(), width, size, strong));
      line = "";
    }
    line += pieces[index];
  }
  if (line.trim() !== "") result.push(fitText(line.trim(), width, size, strong));
  return result;
}

/** Moves label centers apart, as little as possible, so that neighbors lie `gap` or more apart inside [low, high]. Order is kept. */
export function spreadLabels(centers: readonly number[], gap: number, low: number, high: number): number[] {
  const order = centers.map((_, index) => index).sort((a, b) => centers[a] - centers[b] || a - b);
  const room = order.length > 1 ? Math.min(gap, (high - low) / (order.length - 1)) : gap;
  // Pool adjacent violators: center minus rank times room must not decrease.
  const blocks: { sum: number; count: number }[] = [];
  order.forEach((index, rank) => {
    blocks.push({ sum: centers[index] - rank * room, count: 1 });
    while (blocks.length > 1) {
      const last = blocks[blocks.length - 1];
      const before = blocks[blocks.length - 2];
      if (before.sum / before.count <= last.sum / last.count) break;
      blocks.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  });
  const top = high - (order.length - 1) * room;
  const flat = blocks.flatMap((block) => {
    const value = Math.min(top, Math.max(low, block.sum / block.count));
    return Array.from({ length: block.count }, () => value);
  });
  const result = new Array<number>(centers.length);
  order.forEach((index, rank) => {
    result[index] = flat[rank] + rank * room;
  });
  return result;
}
