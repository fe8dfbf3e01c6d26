// Where every value of a specification comes from, and why it is what it is.

export type Origin = "default" | "model file" | "detected" | "flag";

/** The origin of one leaf of a specification. */
export interface Provenance {
  /** `adstock.window[TikTok]`, `priors.decay[TikTok]`, `sampling.chains`; the name in brackets is a channel or control. */
  readonly key: string;
  /** As it would be written in a model file. */
  readonly value: string;
  readonly origin: Origin;
  /** Why; for what was written, where it stands. */
  readonly reason: string;
}

/** A value on its way into a specification. */
export interface Sourced<T> {
  readonly value: T;
  readonly origin: Origin;
  readonly reason: string;
}

/** Collects provenance while a specification is put together. */
export class ProvenanceLog {
  readonly entries: Provenance[] = [];

  /** Notes where a value comes from and returns it. */
  note<T>(key: string, sourced: Sourced<T>, show: (value: T) => string = String): T {
    const { value, origin, reason } = sourced;
    this.entries.push({ key, value: show(value), origin, reason });
    return value;
  }
}

/** A row of `carryover spec --explain`: provenance with channels that agree taken together. */
export type ExplainRow = Provenance;

/**
 * The rows of the table that explains a specification. Entries that differ only in their channel or control become one row
 * without the name in brackets when all of them agree; otherwise each keeps its row.
 */
export function explain(provenance: readonly Provenance[]): readonly ExplainRow[] {
  const groups = new Map<string, Provenance[]>();
  for (const entry of provenance) {
    const key = entry.key.replace(/\[.*\]$/, "");
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].flatMap(([key, entries]) => {
    const [first] = entries;
    const agree = entries.every(
      ({ value, origin, reason }) => value === first.value && origin === first.origin && reason === first.reason,
    );
    return agree ? [{ ...first, key }] : entries;
  });
}
