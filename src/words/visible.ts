// Text from outside made safe to show: characters that steer a terminal, turn the direction of text or cannot be seen are written as escapes.
//
// The escapes are those of JSON, so that a JSON document stays the same document.

/** Control characters (C0, DEL, C1), bidirectional embeddings, overrides and isolates, line separators, invisible marks and tags. */
const unsafe =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

/** One line of text, such as a name: `a\u001b[2Jb` for what would clear the screen. */
export function visible(text: string): string {
  return text.replace(unsafe, escaped);
}

/** The same of text of several lines: line feeds and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(unsafe, (character) =>
    character === "\n" || character === "\t" ? character : escaped(character),
  );
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }).join("");
}
