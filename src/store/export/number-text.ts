// Doubles as text that reads back to the same bits.

/** The shortest decimal that reads back exactly; a negative zero keeps its sign; `nan`, `inf` and `-inf` as CmdStan writes them. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? "-0" : String(value);
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}
