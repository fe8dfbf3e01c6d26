// Text between quotes in a source file of TypeScript: what may be printed, in every branch.

/** String and template literals; what is put into a template reads as `9`, its own literals come by themselves. */
export function literalsOf(source: string): string[] {
  const found: string[] = [];
  let at = 0;
  const quoted = (end: string): string => {
    let text = "";
    for (at++; at < source.length && source[at] !== end; at++) {
      if (source[at] === "\\") text += source[++at] === "n" ? "\n" : source[at];
      else text += source[at];
    }
    at++;
    return text;
  };
  const template = (): string => {
    let text = "";
    for (at++; at < source.length && source[at] !== "`"; ) {
      if (source[at] === "\\") {
        text += source[at + 1] === "n" ? "\n" : source[at + 1];
        at += 2;
      } else if (source[at] === "$" && source[at + 1] === "{") {
        at += 2;
        code("}");
        text += "9";
      } else text += source[at++];
    }
    at++;
    return text;
  };
  /** Code up to a closing brace, or to the end. */
  function code(end?: string): void {
    let depth = 0;
    while (at < source.length) {
      const here = source[at];
      if (source.startsWith("//", at)) at = lineEnd(source, at);
      else if (source.startsWith("/*", at)) at = source.indexOf("*/", at) + 2;
      else if (here === "/" && /[(,=:[!&|?{};\n]\s*$/.test(source.slice(Math.max(0, at - 20), at))) regex();
      else if (here === '"' || here === "'") found.push(joined(quoted(here)));
      else if (here === "`") found.push(joined(template()));
      else {
        if (here === "{") depth++;
        if (here === end && depth-- === 0) {
          at++;
          return;
        }
        at++;
      }
    }
  }
  function regex(): void {
    let inClass = false;
    for (at++; at < source.length && (inClass || source[at] !== "/") && source[at] !== "\n"; at++) {
      if (source[at] === "\\") at++;
      else if (source[at] === "[") inClass = true;
      else if (source[at] === "]") inClass = false;
    }
    at++;
  }
  /** A literal that goes on with `+` is one text. */
  function joined(text: string): string {
    const more = /^\s*\+\s*(?=["'`])/.exec(source.slice(at, at + 200));
    if (more === null) return text;
    at += more[0].length;
    return text + joined(source[at] === "`" ? template() : quoted(source[at]));
  }
  code();
  return found;
}

function lineEnd(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end < 0 ? source.length : end;
}
