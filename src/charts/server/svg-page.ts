// A document that knows as much as our own charts ask of one, and writes itself as text: opening a window of jsdom takes longer than
// everything that a report draws in it. Text as by the XMLSerializer of browsers (W3C DOM Parsing, section 3.2).

import { visibleLines } from "../../words/index.ts";
import { svgNamespace } from "../frame/index.ts";

/** An element of SVG. */
class SvgElement {
  readonly ownerDocument: SvgPage;
  readonly localName: string;
  readonly namespaceURI: string = svgNamespace;
  private readonly attributes = new Map<string, string>();
  private content: SvgElement[] | string = [];

  constructor(page: SvgPage, name: string) {
    this.ownerDocument = page;
    this.localName = name;
  }

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, String(value));
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  removeAttribute(name: string): void {
    this.attributes.delete(name);
  }

  appendChild(child: SvgElement): SvgElement {
    if (typeof this.content === "string") throw new TypeError("An element of a chart has text or elements, not both.");
    this.content.push(child);
    return child;
  }

  set textContent(text: unknown) {
    this.content = text === null || text === undefined ? "" : String(text);
  }

  /** The first element inside that `name[attribute="value"]` selects. */
  querySelector(selector: string): SvgElement | null {
    const parts = /^(\w+)\[(\w+)="([^"\\]*)"\]$/.exec(selector);
    if (parts === null) throw new TypeError(`Charts select elements by name and attribute, not by ${selector}.`);
    const [, name, attribute, value] = parts;
    return this.find((element) => element.localName === name && element.getAttribute(attribute) === value) ?? null;
  }

  private find(wanted: (element: SvgElement) => boolean): SvgElement | undefined {
    if (typeof this.content === "string") return undefined;
    for (const child of this.content) {
      const found = wanted(child) ? child : child.find(wanted);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** As markup; the namespace is said by the outermost element. */
  markup(isOutermost: boolean): string {
    let text = `<${this.localName}`;
    if (isOutermost) text += ` xmlns="${svgNamespace}"`;
    for (const [name, value] of this.attributes) text += ` ${name}="${escapedAttribute(value)}"`;
    if (this.content.length === 0) return `${text}/>`;
    text += ">";
    if (typeof this.content === "string") text += escapedText(this.content);
    else for (const child of this.content) text += child.markup(false);
    return `${text}</${this.localName}>`;
  }
}

/** The document of such elements. */
class SvgPage {
  readonly documentElement = { namespaceURI: svgNamespace };

  createElementNS(namespace: string, name: string): SvgElement {
    if (namespace !== svgNamespace) throw new TypeError(`Charts are made of SVG, not of ${namespace}.`);
    return new SvgElement(this, name);
  }
}

/**
 * The document to give to a chart of this package that uses neither Observable Plot nor anything else of a document than d3's `append`, `attr`,
 * `text` and `select` by attribute. What it lacks throws.
 */
export function svgPage(): Document {
  return new SvgPage() as unknown as Document;
}

/** An element of `svgPage` as text that is valid inside an HTML page and as XML. */
export function markupOf(svg: SVGSVGElement): string {
  return (svg as unknown as SvgElement).markup(true);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  '"': "&quot;",
  "<": "&lt;",
  ">": "&gt;",
  "\t": "&#x9;",
  "\n": "&#xA;",
  "\r": "&#xD;",
};

function escapedText(text: string): string {
  return visible(/[&<>]/.test(text) ? text.replace(/[&<>]/g, (mark) => entities[mark]) : text);
}

function escapedAttribute(value: string): string {
  return visible(/[&"<>\t\n\r]/.test(value) ? value.replace(/[&"<>\t\n\r]/g, (mark) => entities[mark]) : value);
}

/** Names can hold what XML cannot. */
function visible(text: string): string {
  return /[^\n\t\x20-\x7e]/.test(text) ? visibleLines(text) : text;
}
