// HTML as tagged templates: what is put in is escaped unless it is HTML already.

import { visible, visibleLines } from "../../words/index.ts";

/** Text that is HTML, and is not escaped again. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | undefined | readonly (string | number | Html | undefined)[];

/** HTML from a template; strings and numbers in it are escaped, lists joined, undefined left out. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  let text = strings[0];
  parts.forEach((part, i) => {
    const inAttribute = /=["'][^"'<>]*$/.test(strings[i]);
    text += rendered(part, inAttribute) + strings[i + 1];
  });
  return new Html(text);
}

/** Text that is trusted to be HTML, as charts are. */
export function trusted(text: string): Html {
  return new Html(text);
}

function rendered(part: Part, inAttribute: boolean): string {
  if (part === undefined) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map((each) => rendered(each, inAttribute)).join("");
  const text = escapeText(String(part));
  return inAttribute ? text : wholeDates(text);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Dates stay on one line: browsers break after their hyphens. */
function wholeDates(text: string): string {
  return text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, '<span class="date">$&</span>');
}

/** Text as HTML. */
export function escapeText(text: string): string {
  return visibleLines(text).replace(/[&<>"']/g, (character) => entities[character]);
}

/** A value as JSON for a script element: no `<` that could end it. */
export function scriptJson(value: unknown): Html {
  return new Html(visible(JSON.stringify(value)).replaceAll("<", "\\u003c"));
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
