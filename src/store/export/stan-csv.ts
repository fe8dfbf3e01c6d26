// The draws of one chain in the CSV format of CmdStan. Source: CmdStan User's Guide, "Stan CSV file format".

import type { StoredRun } from "../run/index.ts";
import { csvRows } from "./draws-csv.ts";
import { metadataOf } from "./metadata.ts";
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
export function* stanCsv(run: StoredRun, chain: number): Generator<string> {
  const { draws } = run.draws;
  const columns = stanColumns(run);
  yield comments(run, chain, columns);
  yield `${columns.map(({ name }) => name).join(",")}\n`;
  yield* csvRows(
    columns.map(({ values }) => values),
    chain * draws,
    (chain + 1) * draws,
  );
}

function stanColumns(run: StoredRun): readonly StanColumn[] {
  const { sampler, pointwise } = run.draws;
  const rows = run.draws.chains * run.draws.draws;
  const observations = pointwise === undefined ? [] : run.data.dates;
  const taken = new Set<string>(["log_lik"]);
  return [
    { name: "lp__", values: sampler.logDensity.values },
    { name: "accept_stat__", values: sampler.acceptance.values },
    { name: "stepsize__", values: new Float64Array(rows).fill(Number.NaN) },
    { name: "treedepth__", values: sampler.treeDepth.values },
    { name: "n_leapfrog__", values: sampler.leapfrogs.values },
    { name: "divergent__", values: sampler.divergent.values },
    { name: "energy__", values: sampler.energy.values },
    ...posteriorVariables(run).flatMap((variable) => elements(variable, stanName(variable.name, taken))),
    ...observations.map((date, row): StanColumn => {
      const values = Float64Array.from(
        { length: rows },
        (_, draw) => pointwise!.values[draw * observations.length + row],
      );
      return { name: `log_lik.${row + 1}`, original: `log likelihood of ${date}`, values };
    }),
  ];
}

function elements({ dimension, unit, columnNames, columns }: Variable, name: string): readonly StanColumn[] {
  return columns.map((values, index): StanColumn => {
    const original = unit === undefined ? columnNames[index] : `${columnNames[index]} in ${unit}`;
    return { name: dimension === undefined ? name : `${name}.${index + 1}`, original, values };
  });
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

function comments(run: StoredRun, chain: number, columns: readonly StanColumn[]): string {
  const { sampling } = run.record.specification;
  const facts = Object.entries(metadataOf(run)).map(([name, value]) => `${name} = ${value}`);
  const named = columns.flatMap(({ name, original }) =>
    original === undefined ? [] : [`${name} stands for ${original}`],
  );
  const lines = [
    "model = media_mix_model",
    "method = sample",
    `num_samples = ${run.draws.draws}`,
    `num_warmup = ${sampling?.warmup}`,
    "save_warmup = 0",
    "thin = 1",
    "algorithm = hmc",
    "engine = nuts",
    `max_depth = ${sampling?.max_depth}`,
    `delta = ${sampling?.target_accept}`,
    `metric = ${sampling?.metric}`,
    `id = ${chain + 1}`,
    ...facts,
    ...named,
  ];
  return lines.map((line) => `# ${line.replaceAll(/\s*[\r\n]+\s*/g, " ")}\n`).join("");
}
