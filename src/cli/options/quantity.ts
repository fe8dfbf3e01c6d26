// Options that carryover contributions, roi and curves have in common.

import type { PeriodRequest } from "../../decisions/draws/index.ts";
import { exclusive } from "./exclusive.ts";

export const quantityOptions = {
  json: { kind: "flag", describe: "Print one JSON document; numbers that are not finite are null" },
  csv: { kind: "flag", describe: "Print a table of comma-separated values" },
} as const;

export interface QuantityOptionValues {
  readonly level: number | undefined;
  readonly weeks: number | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly geo: string | undefined;
  readonly "by-geo"?: boolean | undefined;
  readonly json: boolean;
  readonly csv: boolean;
}

/** The period, the geos and the level that were asked for. @throws CarryoverError (wrong usage) for options that exclude each other */
export function quantityRequest({
  level,
  weeks,
  from,
  to,
  geo,
  "by-geo": byGeo = false,
  json,
  csv,
}: QuantityOptionValues): {
  readonly period: PeriodRequest;
  readonly geo: string | undefined;
  readonly byGeo: boolean;
  readonly level: number | undefined;
} {
  exclusive({ json, csv });
  exclusive({ weeks, ...(from === undefined ? { to } : { from }) });
  exclusive({ geo, "by-geo": byGeo });
  const period = {
    ...(weeks === undefined ? {} : { last: weeks }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
  return { period, geo, byGeo, level };
}
