// Which channels have a prior of a return (ROI, marginal ROI, share of the target) in place of the prior of their coefficient.

import { entriesByChannel } from "../../data/roles/index.ts";
import * as wording from "../../problems/panel-model-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { type ReturnKind, returnKinds } from "../parameters/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ModelStructure } from "./resolved-spec.ts";

type Given = Pick<ModelStructure, "channels" | "pooling" | "latent_spend">;

/** By channel name, those whose prior is written for a return; nothing where there is none. A prior by name wins over one for all. */
export function resolveReturns(
  { channels, pooling, latent_spend }: Given,
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  problems: Problem[],
): Pick<ModelStructure, "returns"> {
  if (document === undefined) return {};
  const { priors } = document;
  const written = returnKinds.filter((kind) => priors[kind] !== undefined);
  if (written.length === 0) return {};
  const where = (kind: string): string => document.where(["priors", kind], "key");
  const named = new Map(written.map((kind) => [kind, entriesByChannel(channels, priors[kind]?.named ?? {}).found]));
  const returns: Record<string, ReturnKind> = {};
  for (const { name, column } of channels) {
    const byName = written.filter((kind) => named.get(kind)?.has(name) === true);
    // A coefficient that is given by name is as particular as a return by name.
    const ownCoefficient = entriesByChannel(channels, priors.coefficient?.named ?? {}).found.has(name);
    const forAll = ownCoefficient ? [] : written.filter((kind) => priors[kind]?.default !== undefined);
    const kinds = byName.length > 0 ? byName : forAll;
    if (kinds.length === 0) continue;
    if (kinds.length > 1) {
      problems.push(wording.returnTwice(where(kinds[1]), name, kinds));
      continue;
    }
    const [kind] = kinds;
    if (ownCoefficient) problems.push(wording.returnBesideCoefficient(where(kind), [name]));
    const spend = table?.channels.find((channel) => channel.column === column)?.spend;
    if (spend?.every((value) => value === 0) === true) {
      problems.push(wording.returnWithoutSpend(where(kind), kind, name));
    }
    if (latent_spend?.channels.includes(column) === true) {
      problems.push(wording.returnOfUnknownSpend(where(kind), kind, name));
    }
    returns[name] = kind;
  }
  for (const kind of written) {
    const isUsed = Object.values(returns).includes(kind) || channels.some(({ name }) => named.get(kind)?.has(name));
    const isUnknown = priors[kind]?.default === undefined;
    if (!isUsed && !isUnknown) problems.push(wording.returnUnused(where(kind), kind));
  }
  if (pooling?.coefficient === "none") problems.push(wording.returnWithoutPooling(where(written[0]), written[0]));
  const all = channels.every(({ name }) => returns[name] !== undefined);
  if (all && priors.coefficient !== undefined && Object.keys(priors.coefficient.named).length === 0) {
    const names = channels.map(({ name }) => name);
    problems.push(wording.returnBesideCoefficient(document.where(["priors", "coefficient"], "key"), names));
  }
  return Object.keys(returns).length === 0 ? {} : { returns };
}
