// What the style guide excludes in text that people read, as rules: each names what it found.

/** British spellings, by their roots; American words that look alike are told apart by what follows. */
const british =
  /\b(?:behaviour|colou?r(?<=colour)|neighbour|favour|honour|labour|centre(?:d|s)?\b|grey\b|whilst|amongst|analys(?:e|ed|ing)\b|cancelled|cancelling|travell|modell(?:ed|ing)|labell(?:ed|ing)|catalogue\b|licence|judgement|per cent\b|towards\b|learnt|programme\b|artefact|defence|(?:normal|optim|organ|recogn|summar|minim|maxim|initial|penal|regular|random|standard|visual|emphas|util|special|local|global|final|real|equal|categor|character|critic|apolog|parameter|discret|quant|orthogonal|factor|linear|rational|stabil|synthes|priorit|author|memor|paramet(?:e)?r|vector|serial|token|central|general)is(?:e|es|ed|ing|ation|ations|er|ers)\b)/i;

/** Riddles and wordplay that the guide gives as examples, and their kinds. */
const excluded: readonly RegExp[] = [
  /\bmend(?:s|ed|ing)?\b/i,
  /\b(?:baseline|prior|returns?) that can be\b/i,
  /\bat ease\b/i,
  /\bhold with (?:probability|\d)/i,
  /\bso many of the\b/i,
  /\bprocessor plays\b|\bplayed by\b/i,
  /\bneither order nor company\b/i,
  /\bunless you say otherwise\b/i,
  /\bevery funnel is one\b/i,
  /\bis no wall\b/i,
  /\b(?:curve|prior)'s word\b|\bword alone\b/i,
  /\bNor does a\b/,
  /\btakes the package\b/i,
  /\bdone; a fit\b/i,
  /\bat most 0 better\b/i,
  /\bwhat media (?:bring|brought)\b/i,
  /\bmay be relied on\b/i,
  /\bnot to be relied on\b/i,
  /\bin plain words\b/i,
  /\bsays? nothing of\b/i,
  /\bnothing is the matter\b/i,
  /\bhold(?:s)? the truth\b/i,
  /\bbegin anew\b|\bfit anew\b/i,
  /\bwhere it hurts\b/i,
  /\bgrass\b/i,
];

/** More words between full stops than this are two sentences. */
const longestSentence = 40;

/** Text in backticks, in quotes and after an equals sign is typed by users, not read as prose. */
const typed = /`[^`]*`|"[^"]*"|(?<!\w)'[^'\s][^']*[^'\s]'(?!\w)|\S*=\S+|https?:\S+|\b\d{4}-\d{2}-\d{2}\S*/g;

/** What the guide excludes in words and numbers of prose. */
export function proseFaults(text: string): string[] {
  const prose = text.replaceAll(typed, "…");
  const faults: string[] = [];
  const say = (what: string, found: RegExpExecArray | null): void => {
    if (found !== null) faults.push(`${what} "${found[0]}": ${around(prose, found.index)}`);
  };
  say("British spelling", british.exec(text));
  for (const phrase of excluded) say("excluded phrase", phrase.exec(prose));
  say("space before the percent sign", /\d %(?!\s?\w*\()/.exec(prose));
  say("hyphen for a minus sign", /(?:^|[\s(])-(?:\d|\.\d)/.exec(prose));
  for (const sentence of prose.split(/[.!?:;](?:\s|$)|\n\s*\n|\n\s*[-|*#]/)) {
    const words = sentence.split(/\s+/).filter((word) => /\w/.test(word)).length;
    if (words > longestSentence) faults.push(`sentence of ${words} words: ${sentence.trim().slice(0, 100)}…`);
  }
  return faults;
}

/** What it excludes besides in results: more digits than mean anything, thousands that are not grouped. */
export function resultFaults(text: string): string[] {
  const prose = text.replaceAll(typed, "…");
  const faults = proseFaults(text);
  for (const { 0: number, index } of prose.matchAll(/(?<![\w.,/-])\d[\d,]*\.\d+(?![\d.]*\.\d|\w)/g)) {
    const digits = number.replaceAll(",", "").replace(".", "").replace(/^0+/, "").length;
    if (digits > 4) faults.push(`${digits} digits in "${number}": ${around(prose, index)}`);
  }
  const ungrouped = /(?<![\w.,/#-])\d{5,}(?![\w.])/.exec(prose);
  if (ungrouped !== null) faults.push(`thousands not grouped in "${ungrouped[0]}": ${around(prose, ungrouped.index)}`);
  return faults;
}

function around(text: string, at: number): string {
  return text
    .slice(Math.max(0, at - 40), at + 60)
    .replaceAll(/\s+/g, " ")
    .trim();
}
