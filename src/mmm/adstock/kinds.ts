// The kinds of adstock that come with the package, in the order they are documented, and those that are added.

import { type Registry, registry } from "../transforms/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { geometric } from "./geometric.ts";
import { none } from "./none.ts";

/** One name a kind. */
export const adstocks: Registry<AdstockKind> = registry("adstock", [geometric, none]);

/** The kind of a channel whose model file says nothing. */
export const defaultAdstock: { readonly value: string; readonly reason: string } = {
  value: geometric.name,
  reason: "the simplest carry-over, one parameter per channel",
};
