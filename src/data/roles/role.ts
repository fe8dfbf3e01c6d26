// What a column is to the model, with the reason.

/**
 * - `date`, `geo`, `population`, `target`, `channel`, `driver`, `control`: what the model uses. `treatment`: a control whose effect counts against a stated baseline; `worth`: revenue per conversion. A driver is what the effect of a channel follows, beside its spend.
 * - `exposure`: impressions, clicks, GRP of a channel; `result`: made of the target, or between advertising and the target.
 * - `calendar`: an index, or what trend and season say already; `text`, `constant`, `duplicate`, `unreadable`: as they say.
 * - `unused`: not asked for.
 */
export type Role =
  | "date"
  | "geo"
  | "population"
  | "target"
  | "channel"
  | "driver"
  | "control"
  | "treatment"
  | "worth"
  | "exposure"
  | "result"
  | "calendar"
  | "text"
  | "constant"
  | "duplicate"
  | "unreadable"
  | "unused";

/** How sure a role is: said by the user, or guessed from a plain name, from a likely one, or from little. */
export type Confidence = "stated" | "high" | "medium" | "low";

/** One column of a table: every column has one. */
export interface ColumnRole {
  readonly column: string;
  readonly role: Role;
  readonly confidence: Confidence;
  /** Why, in words that go on after "because" or a colon: "its name says spend". */
  readonly reason: string;
  /** Channels: the name in results. Drivers and exposures: the channel that they are of, where there is one. */
  readonly channel?: string;
}

/** Whether the model uses a column of this role. */
export function isUsed({ role }: Pick<ColumnRole, "role">): boolean {
  return used[role];
}

const used: Readonly<Record<Role, boolean>> = {
  date: true,
  geo: true,
  population: true,
  target: true,
  channel: true,
  driver: true,
  control: true,
  treatment: true,
  worth: true,
  exposure: false,
  result: false,
  calendar: false,
  text: false,
  constant: false,
  duplicate: false,
  unreadable: false,
  unused: false,
};
