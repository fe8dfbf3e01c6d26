// What drives each channel: its spend, or the column that the model file names or that was found beside it.

import * as wording from "../../problems/driver-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { quote } from "../../words/index.ts";
import { elementName } from "../axes/index.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog } from "./provenance.ts";
import type { ResolvedChannel } from "./resolved-spec.ts";
import type { ChannelEntry } from "./schema.ts";

interface Context {
  readonly document: ModelDocument | undefined;
  readonly table: DetectedTable | undefined;
  readonly log: ProvenanceLog;
  readonly problems: Problem[];
}

/** The keys `driver` and `organic` of a channel; none of them where spend drives it and nothing was said. */
export function resolveMedia(
  { column, name }: Pick<ResolvedChannel, "column" | "name">,
  entry: { readonly key: string; readonly value: ChannelEntry | null } | undefined,
  { document, table, log, problems }: Context,
): Pick<ResolvedChannel, "driver" | "organic"> {
  const found = table?.channels.find((channel) => channel.column === column);
  const { spend, driver: written } = entry?.value ?? {};
  const key = elementName("driver", [name]);
  if (document === undefined || entry === undefined || (spend !== "none" && written === undefined)) {
    if (found?.driver === undefined) return {};
    const reason = `found in ${table?.source}: ${quote(found.driver.column)} says what was delivered for ${quote(column)}`;
    return { driver: log.note(key, { value: found.driver.column, origin: "detected", reason }) };
  }
  const where = document.where(["channels", entry.key, ...(written === undefined ? [] : ["driver"])]);
  const ofFile = (value: string): string => log.note(key, { value, origin: "model file", reason: where });
  if (spend === "none") {
    if (written === undefined) problems.push(wording.organicWithoutDriver(where, name));
    else if (written === "spend") problems.push(wording.organicDriver(where, name));
    return { driver: ofFile(column), organic: true };
  }
  const driver = written === undefined || written === column ? "spend" : written;
  if (found !== undefined && driver !== "spend" && found.driver?.column !== driver) {
    problems.push(wording.driverNotRead(where, name, driver, found.driver?.column));
  }
  return { driver: ofFile(driver) };
}
