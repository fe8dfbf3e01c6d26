// Amounts with their currency.

/**
 * `$12,345 (9,000 to 15,000)`, `+$500`, `EUR 12,345`: the currency once, before the first number; the text as it is where the
 * currency is not known.
 */
export function inCurrency(text: string, currency: string | undefined): string {
  if (currency === undefined) return text;
  // A code stands apart from the number and its sign, a sign such as $ next to the digits.
  return /[\p{L}\s]$/u.test(currency)
    ? `${currency} ${text}`
    : text.replace(/^[+−]?/, `$&${currency.replaceAll("$", "$$$$")}`);
}

/** `spend (EUR)`: a heading or a label with the unit of its numbers, where it has one. */
export function withUnit(label: string, unit: string | undefined): string {
  return unit === undefined || unit === "" ? label : `${label} (${unit})`;
}
