// Figures and names in the sentences of a review.

/** A share in per cent: two significant digits below ten. */
export function percent(share: number): string {
  const value = share * 100;
  if (!Number.isFinite(value)) return "an unknown share";
  const size = Math.abs(value);
  return `${value.toFixed(size === 0 || size >= 10 ? 0 : size >= 0.1 ? 1 : 2)} %`;
}

/** Three significant digits or all before the decimal point, thousands in groups: `12,345`, `1.23`. */
export function figureText(value: number): string {
  if (!Number.isFinite(value)) return "-";
  const size = Math.abs(value);
  if (size >= 1e15 || (size > 0 && size < 1e-4)) return value.toPrecision(3);
  const decimals = size === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  const [whole, fraction] = size.toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${value < 0 ? "-" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

/** `A`, `A and B`, `A, B and C`; beyond five names the rest is counted. */
export function listed(names: readonly string[]): string {
  const most = 5;
  if (names.length > most + 1) return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
