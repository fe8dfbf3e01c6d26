// What a fit is once chains have been sampled: draws of parameters and quantities, summary, diagnostics, verdict.

import { mediaMixRemedies } from "../../problems/remedies.ts";
import { drivingUnit, type MediaData, outcomeOf, periodOf } from "../../data/panel/index.ts";
import type { Draws } from "../../diagnostics/index.ts";
import {
  columnUnits,
  completedDraws,
  describeChains,
  type DrawsColumn,
  type EarlierAttempt,
  type ElementRow,
  type FitTimes,
  labelsOfElements,
  type QuantityColumn,
  withCompleteness,
} from "../../diagnostics/fit/index.ts";
import { type DrawsBlock, type PointwiseLogLikelihood, pointwiseRoom, type Posterior } from "../../model/index.ts";
import type { SampleResult } from "../../sampling/index.ts";
import type { AxisName } from "../axes/index.ts";
import type { MediaMixFit } from "./fit-types.ts";
import type { Attempts } from "./attempts.ts";
import { latentSpendOf } from "./latent-spend-draws.ts";
import type { ExperimentMetric } from "../experiments/index.ts";
import { derivedNames } from "./model.ts";
import { withWeekEffects } from "./week-effect-draws.ts";
import { axesOf, type Resolution, type ResolvedSpec } from "../specification/index.ts";

export interface Sampled {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly posterior: Posterior;
  readonly result: SampleResult;
  /** What was sampled before and given up for its divergences; default nothing. */
  readonly earlier?: readonly EarlierAttempt[];
  readonly times: FitTimes;
  /** Keep the log likelihood of every row at every draw. */
  readonly pointwise: boolean;
}

/** The fit, of the draws that all chains have completed. */
export function assembleFit({
  data,
  resolution,
  posterior,
  result,
  earlier = [],
  times,
  pointwise: wanted,
}: Sampled): MediaMixFit {
  const { draws, positions } = completedDraws(result);
  const shape = { chains: result.chains.length, draws };
  const count = shape.chains * draws;
  const observed = wanted ? pointwiseRoom(posterior.observed.length, shape) : undefined;
  const constrained = posterior.constrainDraws(positions, count, observed?.pointwise.values, observed?.rowOf);
  const { parameters, quantities } = reportedDraws(
    withWeekEffects(constrained.blocks, shape, result.settings.seed),
    resolution.spec,
    data,
    shape,
  );
  const latent = latentSpendOf(resolution.spec, data, constrained);
  const { coordinates, coordinateNames } = posterior;
  const remedies = mediaMixRemedies;
  const described = describeChains({
    result,
    earlier,
    times,
    coordinateNames,
    parameters,
    quantities,
    remedies,
    isJudged,
  });
  return {
    spec: resolution.spec,
    provenance: resolution.provenance,
    ...(resolution.privacy === undefined ? {} : { privacy: resolution.privacy }),
    data,
    parameters,
    quantities,
    ...(latent === undefined ? {} : { latentSpend: latent }),
    positions,
    coordinates,
    ...(observed === undefined ? {} : { pointwise: targetRows(observed.pointwise, posterior, data) }),
    ...described,
    diagnostics: withCompleteness(described, remedies),
    resumable: { result, earlier } satisfies Attempts,
  };
}

/** A return on investment says nothing beside its contribution, which it is but for a constant where the spend is known. */
function isJudged({ of, labels }: ElementRow, all: readonly ElementRow[]): boolean {
  return of !== "roi" || all.some((other) => other.of === "total_spend" && other.labels.join() === labels.join());
}

/** Columns of a posterior, or of its prior, under their public names: parameters in scaled units, quantities in the table's own. */
export function reportedDraws(
  blocks: readonly DrawsBlock[],
  spec: ResolvedSpec,
  data: MediaData,
  shape: Pick<Draws, "chains" | "draws">,
): { readonly parameters: readonly DrawsColumn[]; readonly quantities: readonly QuantityColumn[] } {
  const ofKind = (kind: DrawsBlock["kind"]): readonly DrawsBlock[] => blocks.filter((block) => block.kind === kind);
  const column = (name: string, axes: readonly AxisName[], { labels, values }: DrawsBlock): DrawsColumn => ({
    name,
    axes: axes.map((axis, k) => ({ name: axis, labels: labels[k] })),
    ...shape,
    values,
  });
  const kinds = quantityKinds(spec, data);
  return {
    parameters: ofKind("parameter").map((block) => {
      const axes = axesOf(block.name, spec).map((axis) => axis.name);
      return column(block.name, axes, block);
    }),
    quantities: ofKind("derived").flatMap((block) => {
      const kind = kinds[block.name];
      if (kind === undefined) return [];
      const own = column(kind.name, kind.axes ?? ["channel"], block);
      return [{ ...own, ...columnUnits(labelsOfElements(own.axes).map(kind.unit)) }];
    }),
  };
}

/** A quantity that is reported under a public name. */
interface ReportedQuantity {
  readonly name: string;
  /** Of the element with these labels. */
  readonly unit: (labels: readonly string[]) => string;
  /** Default: channel. */
  readonly axes?: readonly AxisName[];
}

/** The derived quantities that are reported. */
function quantityKinds(
  { channels, experiments = [] }: Pick<ResolvedSpec, "channels" | "experiments">,
  data: MediaData,
): Readonly<Record<string, ReportedQuantity>> {
  const period = periodOf(data.cadence);
  const target = data.target.name;
  // Of a panel it is the same in all geos, per head where there is a population.
  const per = `per ${period}${data.geos === undefined ? "" : data.geos[0].population === undefined ? " and geo" : " and head"}`;
  const driving = new Map(channels.map((channel) => [channel.name, drivingUnit(channel)]));
  const units: Readonly<Record<ExperimentMetric, string>> = {
    target,
    roi: `${outcomeOf(data).name} per unit of spend`,
    conversions: "conversions",
  };
  return {
    [derivedNames.halfSaturation]: {
      name: "half_saturation",
      unit: ([channel]) => `${driving.get(channel)} ${per}`,
    },
    [derivedNames.halfLife]: { name: "half_life", unit: () => `${period}s` },
    [derivedNames.contribution]: { name: "contribution", unit: () => target },
    [derivedNames.geoContribution]: { name: "contribution_by_geo", unit: () => target, axes: ["channel", "geo"] },
    [derivedNames.experiment]: {
      name: "experiment",
      unit: ([test]) => units[experiments.find(({ name }) => name === test)?.metric ?? "target"],
      axes: ["experiment"],
    },
    [derivedNames.totalSpend]: { name: "total_spend", unit: () => "spend" },
    [derivedNames.roi]: { name: "roi", unit: () => units.roi },
  };
}

/** Of everything that is observed what is of the target, where that is known. */
function targetRows(
  kept: PointwiseLogLikelihood,
  { program, observed }: Posterior,
  { target }: Pick<MediaData, "target">,
): PointwiseLogLikelihood {
  // Noised spend is observed after the target.
  const all = program.model.pointwise.find(({ name }) => name === "target")?.elementNames.length ?? 0;
  const width = observed.length;
  const rows = Array.from({ length: all }, (_, row) => row).filter((row) => !Number.isNaN(target.values[row]));
  const observations = rows.length;
  if (observations === width) return kept;
  // In place: what goes is behind what stays.
  const { values } = kept;
  const count = kept.chains * kept.draws;
  for (let i = 0; i < count; i++) rows.forEach((row, k) => (values[i * observations + k] = values[i * width + row]));
  return { ...kept, observations, values: values.subarray(0, observations * count) };
}
