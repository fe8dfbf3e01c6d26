// Warm-up of chains that adapt together: a way in by NUTS, each chain for itself, then windows of HMC whose rounds all chains begin and end together.

/** Share of warm-up that is the way in. */
const wayInShare = 1 / 3;
/** Where windows end, as shares of the rest. The draws of every window but the last make a metric. */
const windowShares = [0.175, 0.7, 1];
/** Transitions of a chain between two exchanges with the others. */
export const roundLength = 5;

export interface Window {
  readonly start: number;
  readonly end: number;
  readonly kind: "way in" | "metric" | "last";
}

/** The windows of a warm-up, without empty ones; the first is the way in, which may be empty. */
export function windowsOf(warmup: number): readonly Window[] {
  const wayIn = Math.floor(wayInShare * warmup);
  const windows: Window[] = [{ start: 0, end: wayIn, kind: "way in" }];
  for (const share of windowShares) {
    const { end: start } = windows[windows.length - 1];
    const end = wayIn + Math.round(share * (warmup - wayIn));
    if (end > start) windows.push({ start, end, kind: share === 1 ? "last" : "metric" });
  }
  return windows;
}

/** Iterations of a window before which chains exchange what they learned: ends of its rounds. The way in is one round. */
export function roundEnds({ start, end, kind }: Window): readonly number[] {
  if (kind === "way in") return [end];
  const rounds = Math.ceil((end - start) / roundLength);
  return Array.from({ length: rounds }, (_, i) => Math.min(end, start + (i + 1) * roundLength));
}
