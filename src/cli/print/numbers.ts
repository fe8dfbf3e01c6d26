// Numbers for people: as many decimals as the uncertainty leaves meaning to, thousands in groups, durations.

/** Decimals that show `digits` significant digits of a spread; 0 to 6. */
export function decimalsFor(spread: number, digits: number = 2): number {
  if (!(spread > 0) || !Number.isFinite(spread)) return 3;
  return Math.min(6, Math.max(0, digits - 1 - Math.floor(Math.log10(spread))));
}

/** `12,345.6`; "-" where there is no figure. */
export function formatNumber(value: number, decimals: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "-" : value > 0 ? "inf" : "-inf";
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `-${text}` : text;
}

/** A length of time: `0.42 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function formatSeconds(seconds: number): string {
  if (!Number.isFinite(seconds)) return "-";
  if (seconds < 9.95) return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
