// The kinds of saturation that come with the package, in the order they are documented, and those that are added.

import { type Registry, registry } from "../transforms/index.ts";
import { exponential } from "./exponential.ts";
import { hill } from "./hill.ts";
import { log } from "./log.ts";
import { logistic } from "./logistic.ts";
import { michaelisMenten } from "./michaelis-menten.ts";
import { none } from "./none.ts";
import { power } from "./power.ts";
import type { SaturationKind } from "./saturation-kind.ts";
import { tanh } from "./tanh.ts";

/** One name a kind. */
export const saturations: Registry<SaturationKind> = registry("saturation", [
  hill,
  logistic,
  tanh,
  michaelisMenten,
  exponential,
  power,
  log,
  none,
]);

/** The kind of a channel whose model file says nothing. */
export const defaultSaturation: { readonly value: string; readonly reason: string } = {
  value: hill.name,
  reason: "concave or S-shaped, with a half-saturation that reads as spend",
};
