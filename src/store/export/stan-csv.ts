// The draws of one chain in the CSV format of CmdStan. Source: CmdStan User's Guide, "Stan CSV file format".

import { csvRows } from "./draws-csv.ts";
import { logLikelihoodOf, observedElements } from "./draws-table.ts";
import type { ExportSource } from "./source.ts";
import { posteriorVariables, type Variable } from "./variables.ts";

interface StanColumn {
  readonly name: string;
  /** Under which name the run has it; undefined for what Stan's names say. */
  readonly original?: string;
  readonly values: Float64Array;
}

/**
 * The text of one chain's file, in pieces: comments with the settings and what each name stands for, the header, the draws.
 *
 * Names are letters, digits and underscores, as in Stan; elements of a vector are counted from 1 after a dot. The log likelihood
 * of the rows is `log_lik`. Step sizes are not kept draw by draw in a run, so `stepsize__` is nan.
 */
export function* stanCsv(source: ExportSource, chain: number): Generator<string> {
  const { draws } = source.draws;
  const columns = stanColumns(source);
  yield comments(source, chain, columns);
  yield `${columns.map(({ name }) => name).join(",")}\n`;
  yield* csvRows(
    columns.map(({ values }) => values),
    chain * draws,
    (chain + 1) * draws,
  );
}

function stanColumns(source: ExportSource): readonly StanColumn[] {
  const { sampler, pointwise, chains, draws } = source.draws;
  const rows = chains * draws;
  const taken = new Set<string>(["log_lik"]);
  return [
    { name: "lp__", values: sampler.logDensity.values },
    { name: "accept_stat__", values: sampler.acceptance.values },
    { name: "stepsize__", values: new Float64Array(rows).fill(Number.NaN) },
    { name: "treedepth__", values: sampler.treeDepth.values },
    { name: "n_leapfrog__", values: sampler.leapfrogs.values },
    { name: "divergent__", values: sampler.divergent.values },
    { name: "energy__", values: sampler.energy.values },
    ...posteriorVariables(source).flatMap((variable) => elements(variable, stanName(variable.name, taken))),
    // Named by the date of the row, of a panel by the geo too; with the name of the term where there are several.
    ...(pointwise === undefined ? [] : observedElements(source)).map(({ term, labels, place }, k): StanColumn => {
      const observation = [...(source.terms.length === 1 && labels.length > 0 ? [] : [term]), ...labels].join(" ");
      const value = logLikelihoodOf(pointwise!, place, draws);
      const own = Float64Array.from({ length: rows }, (_, draw) => value(draw));
      return { name: `log_lik.${k + 1}`, original: `log likelihood of ${observation}`, values: own };
    }),
  ];
}

function elements({ dimensions, unit, columnNames, columns }: Variable, name: string): readonly StanColumn[] {
  const extents = dimensions.map(({ labels }) => labels.length);
  return columns.map((values, index): StanColumn => {
    const original = unit === undefined ? columnNames[index] : `${columnNames[index]} in ${unit}`;
    return { name: [name, ...placeOf(index, extents)].join("."), original, values };
  });
}

/** Places along the axes, counted from 1, of an element in row-major order. */
function placeOf(index: number, extents: readonly number[]): readonly number[] {
  const places: number[] = [];
  extents.reduceRight((rest, extent) => {
    places.unshift((rest % extent) + 1);
    return Math.floor(rest / extent);
  }, index);
  return places;
}

/** A name that Stan allows, different from those taken before. */
function stanName(name: string, taken: Set<string>): string {
  const letters = name.replaceAll(/[^A-Za-z0-9_]/g, "_").replace(/_+$/, "");
  const base = /^[A-Za-z]/.test(letters) ? letters : `p_${letters}`;
  let own = base;
  for (let count = 2; taken.has(own); count++) own = `${base}_${count}`;
  taken.add(own);
  return own;
}

function comments(source: ExportSource, chain: number, columns: readonly StanColumn[]): string {
  const { sampling, draws } = source;
  const facts = Object.entries(source.metadata).map(([name, value]) => `${name} = ${value}`);
  const named = columns.flatMap(({ name, original }) =>
    original === undefined ? [] : [`${name} stands for ${original}`],
  );
  const lines = [
    `model = ${source.model}`,
    "method = sample",
    `num_samples = ${draws.draws}`,
    `num_warmup = ${sampling.warmup}`,
    "save_warmup = 0",
    "thin = 1",
    "algorithm = hmc",
    "engine = nuts",
    `max_depth = ${sampling.maxDepth}`,
    `delta = ${sampling.targetAccept}`,
    `metric = ${sampling.metric}`,
    `id = ${chain + 1}`,
    ...facts,
    ...named,
  ];
  return lines.map((line) => `# ${line.replaceAll(/\s*[\r\n]+\s*/g, " ")}\n`).join("");
}
