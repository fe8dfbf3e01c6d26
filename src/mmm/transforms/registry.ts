// Records by name: those that come with the package, in the order they are documented, and those that a user has added.

import type { TransformParameter } from "./parameter.ts";

/** What every kind has. */
interface Kind {
  readonly name: string;
  readonly parameters?: readonly DeclaredParameter[];
}

/** A parameter of a kind or a term; those that follow from others or from the table have no prior by default. */
type DeclaredParameter = Omit<TransformParameter, "prior"> & { readonly prior?: string | undefined };

export interface Registry<T extends Kind> {
  /** All kinds, those that come with the package first. */
  readonly all: () => readonly T[];
  readonly find: (name: string) => T | undefined;
  /** Adds a kind. @throws RangeError when another kind has its name, or a parameter means something else elsewhere */
  readonly add: (kind: T) => void;
  /** Grows with every kind that is added, for what is kept of the list. */
  readonly version: () => number;
}

export function registry<T extends Kind>(what: string, kinds: readonly T[]): Registry<T> {
  const byName = new Map<string, T>();
  const add = (kind: T): void => {
    const other = byName.get(kind.name);
    if (other === kind) return;
    if (other !== undefined) throw new RangeError(`There is already a kind of ${what} named "${kind.name}".`);
    if (!/^[a-z][a-z0-9_]*$/.test(kind.name)) {
      throw new RangeError(`The name of a kind of ${what} is in snake_case, not "${kind.name}".`);
    }
    kind.parameters?.forEach((parameter) => declare(kind.name, parameter));
    byName.set(kind.name, kind);
  };
  kinds.forEach(add);
  return { all: () => [...byName.values()], find: (name) => byName.get(name), add, version: () => byName.size };
}

/** Parameters of all kinds by name, whichever registry they are in. */
const declared = new Map<string, { readonly kind: string; readonly said: string }>();

/** Kinds may share a parameter; it then has one meaning and one prior. */
function declare(kind: string, { name, domain, meaning, prior, assumes = [], coordinate }: DeclaredParameter): void {
  const said = JSON.stringify([domain.map(String), meaning, prior, assumes, coordinate?.name ?? ""]);
  const other = declared.get(name);
  if (other !== undefined && other.said !== said) {
    throw new RangeError(
      `"${kind}" and "${other.kind}" both have a parameter "${name}", of different meaning or prior: name one of them otherwise.`,
    );
  }
  declared.set(name, other ?? { kind, said });
}
