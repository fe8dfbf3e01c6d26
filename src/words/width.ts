// How many columns of a terminal a text takes: two for wide characters (Chinese, Japanese, Korean, emoji), none for combining marks.

const plain = /^[\u0020-\u007e\u00a0-\u02ff\u2010-\u2027\u2212\u2500-\u257f]*$/;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const pictograph = /\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Regional_Indicator}{2}/u;
/** East Asian wide and fullwidth (Unicode 15, EastAsianWidth.txt), in ranges that hold no narrow letters. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]/u;

let segments: Intl.Segmenter | undefined;

/** Columns that a text takes in a terminal. */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  segments ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let width = 0;
  for (const { segment } of segments.segment(text)) width += widthOf(segment);
  return width;
}

/** The text with spaces after it, or before it, up to a width. */
export function padded(text: string, width: number, align: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - textWidth(text)));
  return align === "left" ? text + space : space + text;
}

/** The text, cut at a width with an ellipsis. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  segments ??= new Intl.Segmenter("en", { granularity: "grapheme" });
  let kept = "";
  let taken = 0;
  for (const { segment } of segments.segment(text)) {
    taken += widthOf(segment);
    if (taken > width - 1) break;
    kept += segment;
  }
  return width > 0 ? `${kept}…` : "";
}

function widthOf(grapheme: string): number {
  if (zeroWidth.test(grapheme)) return 0;
  return pictograph.test(grapheme) || wide.test(grapheme) ? 2 : 1;
}
