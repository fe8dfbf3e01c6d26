// Names of months in the languages of many spreadsheets, by their first letters.

/** First letters in English, German, French, Spanish, Italian, Portuguese and Dutch; a name belongs to the longest that begins it. */
const beginnings: readonly (readonly [letters: string, month: number])[] = [
  ...["jan", "jän", "ene", "gen"].map((letters) => [letters, 1] as const),
  ...["feb", "fév", "fev"].map((letters) => [letters, 2] as const),
  ...["mar", "mär", "mrz", "maa", "mrt"].map((letters) => [letters, 3] as const),
  ...["apr", "avr", "abr"].map((letters) => [letters, 4] as const),
  ...["may", "mai", "mei", "mag"].map((letters) => [letters, 5] as const),
  ...["jun", "juin", "giu"].map((letters) => [letters, 6] as const),
  ...["jul", "juil", "lug"].map((letters) => [letters, 7] as const),
  ...["aug", "aoû", "aou", "ago"].map((letters) => [letters, 8] as const),
  ...["sep", "set"].map((letters) => [letters, 9] as const),
  ...["oct", "okt", "ott", "out"].map((letters) => [letters, 10] as const),
  ...["nov"].map((letters) => [letters, 11] as const),
  ...["dec", "dez", "déc", "dic"].map((letters) => [letters, 12] as const),
];

const names =
  /^(?:january|february|march|april|june|july|august|sept(?:ember)?|october|november|december|januar|jänner|februar|märz|juni|juli|oktober|dezember|janv(?:ier)?|févr?(?:ier)?|mars|avril|juin|juil(?:let)?|août|septembre|octobre|novembre|décembre|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|mei|augustus)$/;

/** 1 to 12 for a name of a month or its usual short form, with or without a period; undefined for other words. */
export function monthNamed(word: string): number | undefined {
  const name = word.toLowerCase().replace(/\.$/, "");
  if (name.length > 3 && !names.test(name)) return undefined;
  let found: number | undefined;
  let longest = 0;
  for (const [letters, month] of beginnings) {
    if (letters.length > longest && name.startsWith(letters)) [found, longest] = [month, letters.length];
  }
  return found;
}
