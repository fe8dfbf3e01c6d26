// Reads YAML into plain values and remembers where each one stands, so that every problem can name line and column.
import type { Document, LineCounter, ParsedNode, Scalar } from "yaml";
import { limitProblems } from "../problems/limit.ts";
import type { Problem } from "../problems/problem.ts";
import {
  keySpelledTwice,
  type WrittenFile,
  writtenFileSyntax,
  writtenFileUnsupported,
} from "../problems/written-file-problems.ts";

/** Keys and indices from the root of a document. */
export type DocumentPath = readonly (string | number)[];

/** A document as plain values, and where they stand in its text. */
export interface SourceMap {
  readonly value: unknown;
  /**
   * `file:line:column` of the value at a path, or of its key; of the closest part around it when the path is not in the
   * document. `offset` counts characters into the text of a value.
   */
  where(path: DocumentPath, part?: "key" | "value", offset?: number): string;
  /** The value at a path as it is written, shortened; a map or a list by its kind. */
  received(path: DocumentPath): string;
}

// Inside braces a comma ends a plain YAML scalar, so that `{ default: beta(2, 2) }` would fall apart. Commas between
// parentheses that follow a word are therefore set aside before parsing, one character for one, so that positions hold.
const comma = "\uE000";
const setAside = (text: string): string =>
  text.includes(comma) ? text : text.replaceAll(/\b\w+\([^()\n]*\)/g, (call) => call.replaceAll(",", comma));
const bringBack = (text: string, original: string): string =>
  original.includes(comma) ? text : text.replaceAll(comma, ",");

interface Span {
  readonly key: number;
  readonly value: number;
  readonly shown: string;
}

/** The documented spelling of a key in a map that stands under the key `parent`. */
type Spelling = (parent: string | number | undefined, key: string) => string;

/**
 * Parses the text of a file (YAML or JSON).
 * @param spelling for files whose keys may be spelled in another way too; as they stand by default
 */
export async function readSource(
  kind: WrittenFile,
  file: string,
  text: string,
  spelling: Spelling = (_, key) => key,
): Promise<{ readonly source: SourceMap } | { readonly problems: readonly Problem[] }> {
  const yaml = await import("yaml");
  const lines = new yaml.LineCounter();
  const at = (offset: number): string => place(file, lines, offset);
  let document: Document.Parsed;
  try {
    // That keys are unique is checked below: the parser compares each with all others.
    document = yaml.parseDocument(setAside(text), { lineCounter: lines, prettyErrors: false, uniqueKeys: false });
  } catch (error) {
    // The parser calls itself for every level.
    if (!(error instanceof RangeError)) throw error;
    return { problems: [writtenFileSyntax(kind, at(0), "Lists and maps are nested too deeply.")] };
  }
  if (document.errors.length > 0) {
    return {
      problems: limitProblems(
        document.errors.map((error) => writtenFileSyntax(kind, at(error.pos[0]), `${bringBack(error.message, text)}.`)),
      ),
    };
  }
  const spans = new Map<string, Span>();
  const problems: Problem[] = [];
  const refusals: Refusals = {
    repeated: (offset) => problems.push(writtenFileSyntax(kind, at(offset), "Map keys must be unique.")),
    unsupported: (offset, what, hint) => problems.push(writtenFileUnsupported(kind, at(offset), what, hint)),
    twice: (offset, written, documented) => problems.push(keySpelledTwice(at(offset), written, documented)),
  };
  const value = convert(yaml, document, text, spans, spelling, refusals);
  if (problems.length > 0) return { problems: limitProblems(problems) };
  return { source: sourceMap(value, spans, at) };
}

function place(file: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
}

const identify = (path: DocumentPath): string => JSON.stringify(path);

function sourceMap(value: unknown, spans: ReadonlyMap<string, Span>, at: (offset: number) => string): SourceMap {
  const closest = (path: DocumentPath): { span: Span | undefined; exact: boolean } => {
    for (let length = path.length; length >= 0; length--) {
      const span = spans.get(identify(path.slice(0, length)));
      if (span !== undefined) return { span, exact: length === path.length };
    }
    return { span: undefined, exact: false };
  };
  return {
    value,
    where: (path, part = "value", offset = 0) => {
      const { span, exact } = closest(path);
      if (span === undefined) return at(0);
      return at(exact && part === "value" ? span.value + offset : span.key);
    },
    received: (path) => spans.get(identify(path))?.shown ?? "nothing",
  };
}

/** What a file that people write does not hold. */
interface Refusals {
  /** A key that stands in its map already. */
  readonly repeated: (offset: number) => void;
  readonly unsupported: (offset: number, what: string, hint: string) => void;
  /** A key in two spellings. */
  readonly twice: (offset: number, written: string, documented: string) => void;
}

/** Plain values of a document. */
function convert(
  yaml: typeof import("yaml"),
  document: Document.Parsed,
  text: string,
  spans: Map<string, Span>,
  spelling: Spelling,
  refuse: Refusals,
): unknown {
  const visit = (node: ParsedNode | null, path: DocumentPath, key: number | undefined, fallback: number): unknown => {
    const start = node?.range[0] ?? fallback;
    const remember = (value: number, shown: string): void => {
      spans.set(identify(path), { key: key ?? value, value, shown });
    };
    if (node === null) {
      remember(start, "nothing");
      return null;
    }
    if (yaml.isAlias(node) || node.anchor !== undefined) {
      refuse.unsupported(start, "anchors and aliases", "Write the value out.");
      return null;
    }
    if (yaml.isMap(node)) {
      remember(start, node.items.length === 0 ? "an empty map" : "a map");
      const entries: [string, unknown][] = [];
      const spellings = new Map<string, string>();
      for (const pair of node.items) {
        const keyNode = pair.key as ParsedNode;
        const keyStart = keyNode?.range[0] ?? start;
        if (!yaml.isScalar(keyNode) || keyNode.value === null) {
          refuse.unsupported(keyStart, "keys of this kind", "Keys are single words or names of columns.");
          continue;
        }
        const written = bringBack(String(keyNode.value), text);
        const name = spelling(path.at(-1), written);
        const end = keyNode.range[1];
        const other = spellings.get(name);
        if (other === written) refuse.repeated(keyStart);
        else if (other !== undefined) refuse.twice(keyStart, written === name ? other : written, name);
        spellings.set(name, written);
        entries.push([name, visit(pair.value as ParsedNode | null, [...path, name], keyStart, end)]);
      }
      return Object.fromEntries(entries);
    }
    if (yaml.isSeq(node)) {
      remember(start, node.items.length === 0 ? "an empty list" : "a list");
      return node.items.map((item, index) => visit(item as ParsedNode | null, [...path, index], undefined, start));
    }
    const scalar = node as Scalar.Parsed;
    const value = typeof scalar.value === "string" ? bringBack(scalar.value, text) : scalar.value;
    const written = text.slice(scalar.range[0], scalar.range[1]);
    const inside = typeof value === "string" ? written.indexOf(value) : 0;
    const shown = written === "" ? "nothing" : written.length <= 60 ? written : `${written.slice(0, 57)}...`;
    remember(start + Math.max(inside, 0), shown.replaceAll(/\s+/g, " "));
    return value;
  };
  return visit(document.contents, [], undefined, 0);
}
