// Words of a command line as a shell takes them.

/** The word, in quotes where a shell would take it apart. */
export function shellWord(word: string): string {
  return /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
