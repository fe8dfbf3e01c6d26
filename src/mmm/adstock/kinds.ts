// The kinds of adstock that come with the package, in the order they are documented, and those that are added.

import { type Registry, registry } from "../transforms/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { binomial } from "./binomial.ts";
import { delayed } from "./delayed.ts";
import { geometric } from "./geometric.ts";
import { none } from "./none.ts";
import { weibullCdf } from "./weibull-cdf.ts";
import { weibullPdf } from "./weibull-pdf.ts";

/** One name a kind. */
export const adstocks: Registry<AdstockKind> = registry("adstock", [
  geometric,
  delayed,
  weibullPdf,
  weibullCdf,
  binomial,
  none,
]);

/** The kind of a channel whose model file says nothing. */
export const defaultAdstock: { readonly value: string; readonly reason: string } = {
  value: geometric.name,
  reason: "the simplest carry-over, one parameter per channel",
};
