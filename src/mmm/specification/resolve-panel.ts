// What a specification says of the geos of a panel: which they are, how parameters differ between them, and what all have in common.

import { kebab, modelSettings, type PoolingName, poolingSettings } from "../../settings/index.ts";
import * as wording from "../../problems/panel-model-problems.ts";
import { needsTable } from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import type { DetectedTable } from "./detected-table.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog } from "./provenance.ts";
import type { ModelStructure, ResolvedSpec } from "./resolved-spec.ts";

/** Keys of the model file that are of panels alone. */
const keys = ["geo", "population", "pooling", "week_effects"] as const;

type PanelSpec = Pick<ResolvedSpec, "geo" | "population" | "geos" | "periods" | "pooling" | "week_effects">;

/** Nothing for a national table, of which it is a problem to write any of it. */
export function resolvePanel(
  document: ModelDocument | undefined,
  table: DetectedTable | undefined,
  log: ProvenanceLog,
  problems: Problem[],
): PanelSpec {
  const content = document?.content;
  const written = keys.filter((key) => content?.[key] !== undefined);
  const { geos, geoColumn, rows } = table ?? {};
  if (geos === undefined || rows === undefined) {
    for (const key of document === undefined ? [] : written) {
      const where = document?.where([key], "key") ?? key;
      problems.push(table === undefined ? needsTable(where, "geo") : wording.needsPanel(where, key));
    }
    return {};
  }
  const source = table?.source ?? "the table";
  const place = (path: readonly string[]): string => document?.where(path) ?? path.join(".");
  const column = (key: "geo" | "population", value: string): string =>
    log.note(
      key,
      content?.[key] === undefined
        ? { value, origin: "detected", reason: `found in ${source}` }
        : { value, origin: "model file", reason: place([key]) },
    );
  const populationColumn =
    content?.population ?? table?.columns?.find(({ role }) => role === "population")?.column ?? undefined;
  const hasPeople = geos[0]?.population !== undefined;
  if (content?.population !== undefined && !hasPeople) {
    problems.push(wording.notForPanels(place(["population"]), "population"));
  }
  const head = {
    geo: column("geo", geoColumn ?? content?.geo ?? ""),
    ...(populationColumn === undefined || !hasPeople ? {} : { population: column("population", populationColumn) }),
    geos: geos.map(({ name }) => name),
  };
  const pooling = Object.fromEntries(
    (Object.keys(poolingSettings) as PoolingName[]).map((name) => {
      const own = content?.pooling?.[name];
      const { default: fallback, reason } = poolingSettings[name];
      return [
        name,
        log.note(
          `pooling.${name}`,
          own === undefined
            ? { value: fallback, origin: "default", reason }
            : { value: own, origin: "model file", reason: place(["pooling", name]) },
        ),
      ];
    }),
  ) as unknown as NonNullable<ModelStructure["pooling"]>;
  const { default: fallback, reason } = modelSettings.week_effects;
  const week_effects = log.note(
    "week_effects",
    content?.week_effects === undefined
      ? { value: fallback, origin: "default", reason }
      : { value: content.week_effects, origin: "model file", reason: place(["week_effects"]) },
  );
  return { ...head, ...(week_effects === "independent" ? { periods: rows } : {}), pooling, week_effects };
}

/** What panels cannot have yet. */
export function checkPanel(
  { geos, likelihood, noise, latent_spend }: Pick<ModelStructure, "geos" | "likelihood" | "noise" | "latent_spend">,
  document: ModelDocument | undefined,
  problems: Problem[],
): void {
  if (geos === undefined) return;
  const place = (key: "likelihood" | "noise"): string => document?.where([key]) ?? `--${kebab(key)}`;
  if (likelihood === "negative_binomial") problems.push(wording.notForPanels(place("likelihood"), "counts"));
  const isNoised = noise !== undefined && noise !== "none" && Object.keys(noise).length > 0;
  if (isNoised || latent_spend !== undefined) problems.push(wording.notForPanels(place("noise"), "noise"));
}
