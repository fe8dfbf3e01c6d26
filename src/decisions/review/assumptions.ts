// Under which assumptions the numbers of a fit are effects of spend, and which of these its data cannot check.

import type { FittedModel } from "../draws/index.ts";
import { listed } from "../../words/index.ts";

/** A paragraph for every report. */
export function assumptionsText({ spec, data }: Pick<FittedModel, "spec" | "data">): string {
  const { channels, controls, seasonality, trend } = spec;
  const baseline = [
    ...(trend === "none" ? [] : ["a trend"]),
    ...(seasonality === "none" ? [] : ["a season"]),
    ...(controls.length === 0 ? [] : [`the ${controls.length === 1 ? "control" : "controls"} ${listed(controls)}`]),
  ];
  const kinds = (of: (channel: (typeof channels)[number]) => string): string => listed([...new Set(channels.map(of))]);
  const target = data.target.name;
  return [
    "Contributions and returns are effects of spend, and not only associations, if the following holds.",
    `Nothing else that is missing from the model moves both spend and ${target}: given ${baseline.length === 0 ? "a constant baseline" : listed(baseline)}, spend was set without regard to what ${target} would have been.`,
    `Spend of a row does not react to ${target} of that row, and ${target} does not cause spend, as it can in search advertising.`,
    "Channels do not act through each other, and their effects add up.",
    `Carry-over (${kinds(({ adstock }) => adstock.kind)}) and saturation (${kinds(({ saturation }) => saturation.kind)}) have the assumed forms, and effects are the same throughout the table.`,
    `Spend and ${target} are recorded in the right rows${spec.noise === undefined || spec.noise === "none" ? "" : ", and published noise is as described"}.`,
    "The data can contradict some of this: the review looks for misfit, changing effects, lasting errors and spend that follows the target.",
    "They cannot check that no cause is missing, that channels do not act through each other, or what happens at spend that the table never shows. Only experiments can.",
  ].join(" ");
}
