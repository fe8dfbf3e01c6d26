// Figures in what people read: tables of the terminal, tables of the report, and sentences.

import { estimatePattern, type Figures, printedEstimate } from "./figures.ts";

/** What the columns of a surface hold: quantity, and whether it is in percent without a sign. Titles are matched from their beginning. */
export interface ColumnMeaning {
  readonly title: RegExp;
  readonly quantity: string;
  readonly percent?: boolean;
}

export interface TextPlace {
  readonly where: string;
  readonly span: string;
  readonly columns: readonly ColumnMeaning[];
  /** Channels and sums that figures may be of. */
  readonly names: readonly string[];
}

/** A column whose rows are no channels: its figures must be those of some quantity. */
export const anyQuantity = "any";

const rowNames: Readonly<Record<string, string>> = {
  "all media": "media",
  total: "media",
  "expected total": "expected",
};

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const tokensOf = (line: string): Token[] =>
  [...line.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));

/** Adds the figures of every table in printed lines, and checks those of sentences against what is known. */
export function readPrinted(figures: Figures, stdout: string, place: TextPlace): void {
  const lines = stdout.split("\n");
  let titles: Token[] = [];
  const sentences: string[] = [];
  for (const line of lines) {
    const tokens = tokensOf(line);
    // A table begins with its titles and ends with the first line that is no row.
    if (tokens.length <= 1) {
      titles = [];
      sentences.push(line.trim());
    } else if (titles.length === 0) titles = tokens;
    else {
      const row = rowNames[tokens[0].text] ?? tokens[0].text;
      for (const token of tokens.slice(1)) {
        const title = titles.find(({ start, end }) => end === token.end || start === token.start);
        addCell(figures, token.text, title?.text ?? "?", row, place);
      }
    }
  }
  readSentences(figures, sentences.join(" "), place.where, place.names);
}

function addCell(figures: Figures, cell: string, title: string, row: string, place: TextPlace): void {
  const meaning = place.columns.find((each) => each.title.test(title));
  const where = `${place.where}, column "${title}"`;
  const printed = printedEstimate(cell, where, meaning?.percent ?? false);
  if (printed === undefined) return;
  if (meaning === undefined) figures.unknown.push(`${where}: no one says what it is (${row}: ${cell})`);
  else if (meaning.quantity !== anyQuantity) figures.add(meaning.quantity, place.span, row, printed);
  else if (!figures.knows(printed, place.names)) figures.unknown.push(`${where}: ${cell} is no figure of a quantity`);
}

/** Tables of the report, as HTML. */
export function readHtmlTable(figures: Figures, html: string, place: TextPlace): void {
  const cellsOf = (row: string): string[] =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell]) => plain(cell));
  const [head = "", ...rows] = [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) => row);
  const titles = cellsOf(head);
  for (const row of rows) {
    const [name, ...cells] = cellsOf(row);
    cells.forEach((cell, k) => addCell(figures, cell, titles[k + 1], rowNames[name] ?? name, place));
  }
}

export const plain = (html: string): string =>
  html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll("&gt;", ">")
    .replaceAll("&lt;", "<")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

/** Every estimate with an interval in sentences is one of a quantity of the channels there are. */
export function readSentences(figures: Figures, text: string, where: string, names: readonly string[]): void {
  for (const [whole] of text.matchAll(estimatePattern)) {
    const printed = printedEstimate(whole, where);
    if (printed !== undefined && !figures.knows(printed, names))
      figures.unknown.push(`${where}: ${whole} is no figure of a quantity`);
  }
}
