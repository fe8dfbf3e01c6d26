// Which channels have Mundlak terms: those with whose mean spend the levels of geos go.

import { findChannel } from "../../data/roles/index.ts";
import * as wording from "../../problems/panel-model-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { spendOfGeos } from "../terms/baseline/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog } from "./provenance.ts";
import type { ModelStructure } from "./resolved-spec.ts";
import { driverOf } from "./written-media.ts";

/** The key `mundlak` of a panel, in the order of the channels; absent where there are none. Of national tables the key is refused elsewhere. */
export function resolveMundlak(
  { channels, geos, pooling }: Pick<ModelStructure, "channels" | "geos" | "pooling">,
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ModelStructure, "mundlak"> {
  const written = document?.content.mundlak;
  if (document === undefined || written === undefined || written === "none" || written.length === 0) return {};
  if (geos === undefined || pooling === undefined) return {};
  const where = document.where(["mundlak"]);
  if (pooling.intercept !== "partial") problems.push(wording.mundlakUnpooled(where, pooling.intercept));
  const even = channels.filter((channel) => isEven(channel, table)).map(({ name }) => name);
  const asked = new Set<string>();
  if (written === "all") {
    for (const { name } of channels) if (!even.includes(name)) asked.add(name);
    if (asked.size === 0) problems.push(wording.mundlakEven(where, even));
  } else {
    written.forEach((text, index) => {
      const place = document.where(["mundlak", index]);
      const found = findChannel(channels, text);
      if (found === undefined) {
        const names = channels.map(({ name }) => name);
        problems.push(wording.mundlakUnknown(place, text, names));
      } else if (asked.has(found.name)) problems.push(wording.mundlakTwice(place, text));
      else if (even.includes(found.name)) problems.push(wording.mundlakEven(place, [found.name]));
      else asked.add(found.name);
    });
  }
  const names = channels.flatMap(({ name }) => (asked.has(name) ? [name] : []));
  const chosen = {
    value: names,
    origin: "model file" as const,
    reason: reasonOf(where, written === "all" ? even : []),
  };
  return { mundlak: log.note("mundlak", chosen, (list) => `[${list.join(", ")}]`) };
}

function reasonOf(where: string, even: readonly string[]): string {
  const left = even.length === 0 ? "" : `; not ${even.join(", ")}: per head the same in all geos`;
  return `${where}; levels of geos go with their mean spend per head${left}`;
}

/** Whether a channel's mean spend per head is the same in all geos. */
function isEven(channel: ModelStructure["channels"][number], table: DetectedTable | undefined): boolean {
  const found = table?.channels.find(({ column }) => column === channel.column);
  const { geos, rows } = table ?? {};
  const values = driverOf(channel) === undefined ? found?.spend : (found?.driver?.values ?? found?.spend);
  if (values === undefined || geos === undefined || rows === undefined) return false;
  return spendOfGeos(values, { geos, rows }) === undefined;
}
