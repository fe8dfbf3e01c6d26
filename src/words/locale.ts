// How a language writes numbers and months; English unless a chart is given another.

export interface Locale {
  readonly decimal: string;
  readonly thousands: string;
  /** Signs for 10³, 10⁶, 10⁹ and 10¹². */
  readonly powers: readonly [string, string, string, string];
  /** Twelve short names. */
  readonly months: readonly string[];
}

export const english: Locale = {
  decimal: ".",
  thousands: ",",
  powers: ["k", "M", "B", "T"],
  months: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
};
