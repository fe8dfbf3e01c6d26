// Parts of a line of progress.

/** The text, cut at the width with an ellipsis. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}

/** A bar of which this share is done. */
export function bar(share: number, width: number): string {
  const full = Math.floor(Math.min(1, Math.max(0, share)) * width);
  return "━".repeat(full) + "─".repeat(width - full);
}
