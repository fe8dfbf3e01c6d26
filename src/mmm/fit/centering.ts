// What the data of each geo of a panel say of its pooled parameters, found beforehand: the constants of the coordinates that these are sampled in. They change no
// posterior, only how quickly it is sampled, and follow from the table and the specification alone.

import { effectUnit } from "../coordinates/index.ts";
import { coefficient } from "../parameters/index.ts";
import { isPooled, noiseOf, type ResolvedSpec } from "../specification/index.ts";
import { intercept, type Term, type TermRows, termsBesideBase } from "../terms/baseline/index.ts";
import type { PanelDesign } from "./cells-of-panel.ts";
import { type Pilot, pilotOf } from "./pilot.ts";
import { centeringNames } from "./pooled.ts";
import { typicalCurves } from "./typical-curves.ts";

type Data = Record<string, Float64Array>;

/** A parameter of the baseline that is normal over the geos, and what its elements are multiplied by: a column of the pilot each. */
interface PooledTerm {
  readonly name: string;
  /** Whether it is around zero: what its geos have in common is part of another parameter. */
  readonly isAroundZero: boolean;
  /** [element][geo][week] */
  readonly columns: readonly Float64Array[];
}

/** Of the design of a panel. */
export interface PanelArrays {
  readonly weeks: number;
  readonly geos: readonly string[];
  readonly media: Float64Array;
  readonly target: Float64Array;
  readonly terms: Readonly<Record<string, TermRows>>;
}

/** What the coordinates of pooled parameters follow from. */
export interface CenteredBy {
  readonly spec: ResolvedSpec;
  readonly design: PanelArrays;
  readonly panel: PanelDesign;
  /** Of one geo alone, by its position among those of the design. */
  readonly geo?: number;
}

/** Designs that are copies of another have what that one has. */
const known = new WeakMap<CenteredBy, Data>();

/** Data of the coordinates of pooled parameters, as the program takes them; found when they are first asked for. */
export function centeringData(by: CenteredBy): Data {
  const data = known.get(by) ?? found(by);
  known.set(by, data);
  return data;
}

function found({ spec, design, panel, geo }: CenteredBy): Data {
  const data = ofAllGeos(spec, design, panel);
  if (geo === undefined) return data;
  // Over the axes of parameters, of which geo is the last.
  const { length } = design.geos;
  return Object.fromEntries(
    Object.entries(data).map(([name, values]) => [name, values.filter((_, k) => k % length === geo)]),
  );
}

function ofAllGeos(spec: ResolvedSpec, design: PanelArrays, panel: PanelDesign): Data {
  const { geos, weeks, media, target } = design;
  const pooled = [intercept.name, coefficient.name, ...errorNames].filter((name) => isPooled(name, spec));
  const terms = pooledTerms(spec, design);
  if (pooled.length + terms.length === 0) return {};
  const channels = spec.channels.flatMap(({ name }, i) => (spec.national?.includes(name) === true ? [] : [i]));
  const cells = geos.length * weeks;
  const curves = channels.length === 0 ? new Float64Array() : typicalCurves(spec, media, [geos.length, weeks]);
  const ofMedia = channels.map((channel) => curves.subarray(channel * cells, (channel + 1) * cells));
  const ofTerms = terms.flatMap(({ columns }) => columns);
  const pilot = pilotOf({
    geos: geos.length,
    weeks,
    seen: panel.hasTarget,
    target,
    shared: sharedColumns(spec, design),
    columns: [...ofTerms, ...ofMedia],
    positive: [...ofTerms.map(() => false), ...ofMedia.map(() => true)],
  });
  const data: Data = {};
  let first = 0;
  for (const { name, columns, isAroundZero } of terms) {
    Object.assign(data, ofTerm(pilot, name, first, columns.length, isAroundZero));
    first += columns.length;
  }
  // Around the level of a geo, which other parameters give.
  if (pooled.includes(intercept.name)) {
    data[centeringNames.precision(intercept.name)] = pilot.counts.map((count, geo) => count / pilot.noise[geo]);
  }
  for (const name of errorNames) if (pooled.includes(name)) Object.assign(data, ofErrors(pilot, name, spec));
  if (pooled.includes(coefficient.name) && channels.length > 0) Object.assign(data, ofCoefficients(pilot, first));
  return data;
}

const errorNames = ["sigma", "overdispersion"] as const;

/**
 * The log of a standard deviation is known to 1 / (2 weeks). Nothing is taken to be known of the overdispersion of counts, and of sigma beside noise that the target
 * was published with.
 */
function ofErrors({ counts, noise }: Pilot, name: (typeof errorNames)[number], spec: ResolvedSpec): Data {
  const isTold = name === "sigma" && noiseOf(spec, spec.target) === undefined;
  return {
    [centeringNames.precision(name)]: counts.map((count) => (isTold ? 2 * count : 0)),
    [centeringNames.origin(name)]: noise.map((variance) => Math.log(variance) / 2),
  };
}

function pooledTerms(spec: ResolvedSpec, design: PanelArrays): PooledTerm[] {
  return termsBesideBase(spec).flatMap((term): PooledTerm[] => {
    const parameter = pooledParameter(term, spec);
    if (parameter === undefined) return [];
    return [{ name: parameter.name, isAroundZero: "spread" in parameter, columns: columnsOf(term, design) }];
  });
}

/** The parameter of a term that is drawn from one distribution over the geos. */
function pooledParameter(term: Term, spec: ResolvedSpec): Term["parameters"][number] | undefined {
  return term.parameters.find((parameter) =>
    "spread" in parameter
      ? parameter.pooled === true
      : parameter.overGeos !== undefined && isPooled(parameter.name, spec),
  );
}

/** What terms are made from whose parameters are not pooled: their coefficients count as the same in all geos. */
function sharedColumns(spec: ResolvedSpec, design: PanelArrays): readonly Float64Array[] {
  return termsBesideBase(spec).flatMap((term): readonly Float64Array[] => {
    if (term.withoutRows === true || pooledParameter(term, spec) !== undefined) return [];
    const rows = design.terms[term.name];
    const own = term.regressors?.(spec, rows);
    return own === undefined ? columnsOf(term, design) : own.map((row) => inAllGeos(row, design));
  });
}

/** The rows of a term, each over [geo][week]. */
function columnsOf(term: Term, design: PanelArrays): readonly Float64Array[] {
  const { geos, weeks, terms } = design;
  const { values } = terms[term.name];
  const byGeo = term.rowAxes.includes("geo");
  const size = byGeo ? geos.length * weeks : weeks;
  return Array.from({ length: values.length / size }, (_, k) => {
    const own = values.subarray(k * size, (k + 1) * size);
    return byGeo ? own : inAllGeos(own, design);
  });
}

function inAllGeos(row: Float64Array, { geos, weeks }: PanelArrays): Float64Array {
  return Float64Array.from({ length: geos.length * weeks }, (_, i) => row[i % weeks]);
}

/** Of the coefficients of columns `first` and the next ones. */
function ofTerm(pilot: Pilot, name: string, first: number, count: number, isAroundZero: boolean): Data {
  const { precision, coefficients, means, variances, counts } = pilot;
  const size = means.length;
  const at = overColumns(first, count, counts.length);
  return {
    [centeringNames.precision(name)]: at((k, geo) => precision[geo * size + k]),
    [centeringNames.origin(name)]: at((k, geo) => {
      const known = precision[geo * size + k];
      const reach = 2 * Math.sqrt(variances[k] + 1 / Math.max(known, 1e-12));
      const distance = alone(coefficients[geo * size + k] - means[k], known * variances[k]);
      return (isAroundZero ? 0 : means[k]) + Math.min(Math.max(distance, -reach), reach);
    }),
  };
}

/** Of effects in their unit (`effectSize`), of columns `first` and all after it. */
function ofCoefficients(pilot: Pilot, first: number): Data {
  const { precision, coefficients, means, variances, counts, columnVariances, targetVariance } = pilot;
  const size = means.length;
  const at = overColumns(first, size - first, counts.length);
  const unit = columnVariances.map((variance) => effectUnit(variance, Math.sqrt(targetVariance)));
  return {
    [centeringNames.precision(coefficient.name)]: at((k, geo) =>
      Math.max(precision[geo * size + k] * unit[k] ** 2, leastPrecision),
    ),
    [centeringNames.origin(coefficient.name)]: at((k, geo) => {
      const place = geo * size + k;
      const relative = 1 + alone(coefficients[place] / means[k] - 1, precision[place] * variances[k]);
      return Math.log((Math.min(Math.max(relative, 1 / far), far) * means[k]) / unit[k]);
    }),
  };
}

/** What the data of a geo alone say, from an estimate that was drawn towards the others. @param known variance over the geos x precision */
function alone(distance: number, known: number): number {
  return distance * (1 + 1 / Math.max(known, 1e-6));
}

/** Of an effect that the data say nothing of. */
const leastPrecision = 1e-9;
/** Effects of geos farther from the mean than by this factor count as so far. */
const far = 3;

/** [column][geo] */
function overColumns(
  first: number,
  count: number,
  geos: number,
): (of: (column: number, geo: number) => number) => Float64Array {
  return (of) => Float64Array.from({ length: count * geos }, (_, i) => of(first + Math.floor(i / geos), i % geos));
}
