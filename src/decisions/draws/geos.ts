// The geos of a fitted model: how many people each stands for, which rows it has, and one geo of a panel as a model by itself.

import { type GeoData, geosOf, type MediaData } from "../../data/panel/index.ts";
import { elementName, labelsOfElements, namesOfElements } from "../../mmm/axes/index.ts";
import type { Design } from "../../mmm/fit/index.ts";
import { sum } from "../../numerics/index.ts";
import { parameterBlocks, type ParameterMatrix } from "../../mmm/response/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { termsOf } from "../../mmm/terms/baseline/index.ts";
import { noGeos, unknownGeo } from "../../problems/period-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { FittedModel } from "./fitted-model.ts";
import { sharePrograms } from "./shared-programs.ts";

/** A geo of a model: a national table has one, whose name is empty. */
export interface ModelGeo extends Omit<GeoData, "population"> {
  /** Position among the geos of the model: of arrays [geo]. */
  readonly index: number;
  /** What values per head are multiplied by: the population, or 1 where the table has none. */
  readonly people: number;
}

/** The geos of a model, in the order of its arrays. */
export function modelGeos({ data }: Pick<FittedModel, "data">): readonly ModelGeo[] {
  return geosOf(data).map(({ population = 1, ...geo }, index) => ({ ...geo, index, people: population }));
}

/** [geo][row] What contributions per head count for in the table: people where the geo has a row, 0 elsewhere. */
export function peopleOfCells(model: Pick<FittedModel, "data">): Float64Array {
  const { rows } = model.data;
  const geos = modelGeos(model);
  const cells = new Float64Array(geos.length * rows);
  for (const { index, people, first, end } of geos) cells.fill(people, index * rows + first, index * rows + end);
  return cells;
}

/**
 * One geo of a panel as a model by itself, a panel of one geo: its table, its arrays, and the parameters of that geo at every draw. Whatever
 * takes a `FittedModel` then is about that geo alone: contributions, returns, curves. The calendar stays that of the panel. Draws are in the order of the
 * panel's, so sums over the geos draw by draw are draws of the panel.
 * @throws CarryoverError (wrong usage) for a geo that the model does not have
 */
export function modelOfGeo(model: FittedModel, name: string): FittedModel {
  const { spec, data, design, posterior, latentSpend } = model;
  const names = geosAsked(model);
  const place = names.indexOf(name);
  if (place < 0) throw new CarryoverError([unknownGeo(name, names)], exitCodes.usage);
  const { experiments: _, ...untested } = spec;
  const own: ResolvedSpec = { ...untested, geos: [name], ...referencesOf(model) };
  const count = names.length;
  const channels = spec.channels.length;
  const { rows } = data;
  const ofData = dataOfGeo(data, place);
  const ofGeo = designOfGeo(own, design, ofData, place);
  sharePrograms(ofGeo, design);
  return {
    ...model,
    spec: own,
    data: ofData,
    design: ofGeo,
    posterior: posteriorOfGeo(own, posterior),
    ...(latentSpend === undefined
      ? {}
      : { latentSpend: rowsOfGeo(latentSpend, posterior.count * channels, count, rows, place) }),
  };
}

/** What contributions count against in the panel, so that those of its geos add up to it. */
function referencesOf({ spec, data, design }: FittedModel): Pick<ResolvedSpec, "reference_values"> {
  const values = termsOf(spec).flatMap((term) =>
    term
      .parts(data, spec, design.terms[term.name])
      .flatMap(({ name, reference }) => (reference === undefined ? [] : [[name, reference.value] as const])),
  );
  return values.length === 0 ? {} : { reference_values: Object.fromEntries(values) };
}

/** [outer][row] The rows of one geo from [outer][geo][row]. */
function rowsOfGeo(
  values: Float64Array,
  outer: number,
  geos: number,
  rows: number,
  place: number,
): Float64Array<ArrayBuffer> {
  const own = new Float64Array(outer * rows);
  for (let k = 0; k < outer; k++) {
    const start = (k * geos + place) * rows;
    own.set(values.subarray(start, start + rows), k * rows);
  }
  return own;
}

function dataOfGeo(data: MediaData, place: number): MediaData {
  const geos = data.geos ?? [];
  const of = (values: Float64Array): Float64Array => values.slice(place * data.rows, (place + 1) * data.rows);
  return {
    ...data,
    geos: [geos[place]],
    channels: data.channels.map((channel) => ({
      ...channel,
      spend: of(channel.spend),
      ...(channel.driver === undefined ? {} : { driver: { ...channel.driver, values: of(channel.driver.values) } }),
    })),
    controls: data.controls.map((control) => ({ ...control, values: of(control.values) })),
    target: {
      ...data.target,
      values: of(data.target.values),
      ...(data.target.worth === undefined
        ? {}
        : { worth: { ...data.target.worth, values: of(data.target.worth.values) } }),
    },
  };
}

function designOfGeo(spec: ResolvedSpec, design: Design, data: MediaData, place: number): Design {
  const { geos, weeks, media, mediaScales, target, terms, panel, counts, centering } = design;
  const of = (values: Float64Array, outer = 1): Float64Array<ArrayBuffer> =>
    rowsOfGeo(values, outer, geos.length, weeks, place);
  const ofTerm = (name: string): boolean =>
    termsOf(spec).some((term) => term.name === name && term.rowAxes.includes("geo"));
  return {
    ...design,
    geos: [geos[place]],
    media: of(media, mediaScales.length),
    totalSpend: Float64Array.from(spec.channels, ({ column }) =>
      sum(data.channels.find((channel) => channel.column === column)?.spend ?? new Float64Array()),
    ),
    target: of(target),
    terms: Object.fromEntries(
      Object.entries(terms).map(([name, rows]) => [
        name,
        ofTerm(name) ? { ...rows, values: of(rows.values, rows.values.length / (geos.length * weeks)) } : rows,
      ]),
    ),
    ...(panel === undefined
      ? {}
      : {
          panel: {
            population: panel.population.slice(place, place + 1),
            hasRow: of(panel.hasRow),
            hasTarget: of(panel.hasTarget),
          },
        }),
    ...(counts === undefined
      ? {}
      : {
          counts: {
            ...counts,
            observed: of(counts.observed),
            bend: counts.bend.slice(place, place + 1),
            ...(counts.first === undefined ? {} : { first: of(counts.first) }),
          },
        }),
    ...(centering === undefined ? {} : { centering: { ...centering, geo: centering.geo ?? place } }),
  };
}

/** Parameters that all geos have in common, and of the others those of the only geo of `spec`. */
function posteriorOfGeo(spec: ResolvedSpec, all: ParameterMatrix): ParameterMatrix {
  const blocks = parameterBlocks(spec);
  const positions = blocks.flatMap(({ name, axes }) => {
    const block = all.blocks.find((each) => each.name === name);
    if (block === undefined) throw new RangeError(`The draws lack the parameter ${name}.`);
    const places = new Map(namesOfElements(name, block.axes).map((label, k) => [label, block.start + k]));
    return labelsOfElements(axes).map((labels) => places.get(elementName(name, labels)) ?? Number.NaN);
  });
  const width = positions.length;
  const values = new Float64Array(all.count * width);
  for (let i = 0; i < all.count; i++) {
    for (let k = 0; k < width; k++) values[i * width + k] = all.values[i * all.width + positions[k]];
  }
  return { blocks, width, count: all.count, values };
}

/**
 * Names of the geos, for figures of each.
 * @throws CarryoverError (wrong usage) for a national table
 */
export function geosAsked({ data: { geos } }: Pick<FittedModel, "data">): readonly string[] {
  if (geos === undefined) throw new CarryoverError([noGeos()], exitCodes.usage);
  return geos.map(({ name }) => name);
}
