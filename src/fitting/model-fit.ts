// A fit of a model of one's own as one object: draws by name, summary, verdict, leave-one-out, predictive draws, and what can be written of it.

import {
  columnOfArray,
  type DrawsArray,
  drawsArray,
  type DrawsColumn,
  namesOfElements,
  type SampledFit,
  timeLines,
  verdictLines,
} from "../diagnostics/fit/index.ts";
import { type Loo, psisLoo, type Verdict } from "../diagnostics/index.ts";
import type { Posterior } from "../model/index.ts";
import { randomPurposes, randomStream } from "../numerics/index.ts";
import { fitIsComplete, fitWithoutModel, noObservation, reportWithoutPlace } from "../problems/fit-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../problems/problem.ts";
import type { Exported, ExportFormat } from "../store/export/index.ts";
import type { KeptFit, LabeledValues } from "../store/fit/index.ts";
import type { WrittenRun } from "../store/run/index.ts";
import { moreDraws } from "../sampling/index.ts";
import { checkOptionNames } from "../settings/index.ts";
import { axesOf } from "./axes.ts";
import { drawsByName } from "./draws-by-name.ts";
import { printsItself } from "./inspect.ts";
import { sampleFit } from "./sample-fit.ts";
import { type ContinueOptions, continueOptionNames } from "./settings.ts";
import { FitTable, tableWidth } from "./fit-table.ts";

/** A promise of a fit that is being sampled. */
export interface RunningFit extends Promise<ModelFit> {
  /** Stops sampling. The fit then has the draws that all chains had completed, says so, and can go on with `continue`. */
  cancel(): void;
}

/** What `model.fit` and `loadFit` give. */
export class ModelFit implements SampledFit {
  /** Reported parameters and derived quantities, one column each; `draws` gives them by name. */
  readonly parameters: SampledFit["parameters"];
  readonly quantities: SampledFit["quantities"];
  readonly sampler: SampledFit["sampler"];
  readonly positions: SampledFit["positions"];
  readonly coordinates: SampledFit["coordinates"];
  readonly pointwise?: NonNullable<SampledFit["pointwise"]>;
  readonly summary: FitTable;
  readonly diagnostics: SampledFit["diagnostics"];
  readonly complete: boolean;
  /** What is kept of it in a folder. */
  readonly kept: KeptFit;
  #saved: WrittenRun | undefined;
  readonly #posterior: Posterior | undefined;
  readonly #predictive: Map<string, DrawsArray> = new Map();
  #loo: Loo | undefined;

  /**
   * @param posterior the model with its data; without it there are no predictive draws, and sampling cannot go on
   * @param saved the folder that it lies in
   */
  constructor(kept: KeptFit, posterior: Posterior | undefined, saved?: WrittenRun) {
    this.kept = kept;
    this.#saved = saved;
    this.#posterior = posterior;
    this.parameters = kept.parameters;
    this.quantities = kept.quantities;
    this.sampler = kept.sampler;
    this.positions = kept.positions;
    this.coordinates = kept.coordinates;
    if (kept.pointwise !== undefined) this.pointwise = kept.pointwise;
    this.summary = new FitTable(kept.summary);
    this.diagnostics = kept.diagnostics;
    this.complete = kept.complete;
    printsItself(this);
  }

  /** Chains and draws of each. */
  get chains(): number {
    return this.sampler.logDensity.chains;
  }

  /** Names that `draws` takes: parameters, then derived quantities. */
  get names(): readonly string[] {
    return this.#columns.map(({ name }) => name);
  }

  /** Settings of the sampler, defaults written out. */
  get settings(): KeptFit["settings"] {
    return this.kept.settings;
  }

  /** Whether the draws can be used, and every check with what to do about it. */
  get verdict(): Verdict {
    const { converged, checks } = this.diagnostics;
    return { converged, checks };
  }

  /** Seconds of compiling, warm-up, sampling, and in all. */
  get timing(): SampledFit["diagnostics"]["seconds"] {
    return this.diagnostics.seconds;
  }

  /** What is observed, where it is data or follows from data alone. */
  get observed(): readonly LabeledValues[] {
    return this.kept.observed;
  }

  /**
   * Draws of a parameter or derived quantity, `[chains, draws, ...shape]`, or of one element of it: `draws("theta")`, `draws("theta[1]")`.
   * @throws CarryoverError where there is none of this name
   */
  draws(name: string): DrawsArray {
    return drawsByName(this.#columns, name, "fit.draws");
  }

  /** Leave-one-out cross-validation; undefined where no likelihood of single observations was kept. */
  get loo(): Loo | undefined {
    if (this.pointwise === undefined || this.pointwise.draws === 0) return undefined;
    return (this.#loo ??= psisLoo(this.pointwise));
  }

  /**
   * Replicated observations: one for each draw, from the distribution of what is observed, `[chains, draws, ...shape]`.
   * The random numbers follow from the seed of the fit.
   * @param name of the observation; may be left out where there is one
   * @throws CarryoverError where there is none of this name, or the fit was loaded without its model
   */
  predictive(name?: string): DrawsArray {
    const posterior = this.#posterior ?? refuse(this.#withoutModel("fit.predictive"));
    const { observations } = posterior.program.model;
    const names = observations.map((each) => each.name);
    const found = name === undefined && names.length === 1 ? names[0] : names.find((each) => each === name);
    if (found === undefined) return refuse(noObservation(name, names));
    const { seed, fit } = this.settings;
    if (this.#predictive.size === 0) {
      const random = randomStream([seed, fit, randomPurposes.posteriorPredictive]);
      const { chains, draws } = this.sampler.logDensity;
      const drawn = posterior.posteriorPredictive(random, this.positions, chains * draws);
      drawn.observations.forEach(({ name: own, values }, i) => {
        const array = { name: own, axes: axesOf(own, observations[i].observedLabels) };
        this.#predictive.set(own, drawsArray(columnOfArray(array, { chains, draws }, values)));
      });
    }
    return this.#predictive.get(found)!;
  }

  /**
   * Goes on sampling where the chains stand: the draws are those of one run of that length. This fit stays as it is.
   * @param more draws of each chain, after those that were asked for; a canceled fit needs none to be completed
   * @param options how it runs, as for `model.fit`
   * @throws CarryoverError where there is nothing to do, or the fit was loaded without its model
   */
  continue(more = 0, options: ContinueOptions = {}): RunningFit {
    const controller = new AbortController();
    return Object.assign(this.#continued(more, options, controller.signal), { cancel: () => controller.abort() });
  }

  async #continued(more: number, options: ContinueOptions, canceled: AbortSignal): Promise<ModelFit> {
    const started = performance.now();
    const posterior = this.#posterior ?? refuse(this.#withoutModel("fit.continue"));
    const { result, backend } = this.kept;
    checkOptionNames("fit.continue", options, continueOptionNames);
    if (more === 0 && this.complete) refuse(fitIsComplete(this.settings.draws));
    const settings = more === 0 ? this.settings : moreDraws(result, more);
    const kept = await sampleFit(posterior, settings, { ...options, backend }, canceled, {
      started,
      earlier: this.kept,
    });
    return new ModelFit(kept, posterior);
  }

  /**
   * Writes a run folder: draws, summary, diagnostics, data, and where the chains stand; whole or not at all, sealed, in place of an earlier run.
   * `loadFit` reads it back.
   * @returns the absolute path of the folder
   * @throws CarryoverError where something else is there, another process writes it, or it cannot be written
   */
  async save(folder: string): Promise<string> {
    const { saveFit } = await import("../store/fit/index.ts");
    this.#saved = await saveFit(this.kept, folder);
    return this.#saved.folder;
  }

  /**
   * netCDF that ArviZ reads: posterior, sampler statistics, log likelihood, observed and constant data, and posterior predictive draws where the fit
   * has its model. Requires the package h5wasm.
   * @throws CarryoverError where the package is missing, something else is at `path`, or it cannot be written
   */
  async toNetcdf(path: string): Promise<Exported> {
    return this.#export("netcdf", path);
  }

  /** One table of draws as CSV, every number exactly: a row for each draw. Errors as of `toNetcdf`. */
  async toCsv(path: string): Promise<Exported> {
    return this.#export("csv", path);
  }

  /** The same table as Parquet. Requires the package hyparquet-writer. Errors as of `toNetcdf`. */
  async toParquet(path: string): Promise<Exported> {
    return this.#export("parquet", path);
  }

  /** CSV as CmdStan writes it, a file for each chain: `PATH_1.csv`, `PATH_2.csv`, ... Errors as of `toNetcdf`. */
  async toStanCsv(path: string): Promise<Exported> {
    return this.#export("stan-csv", path);
  }

  /**
   * One HTML file: verdict, table, ranks, traces, energies and pairs, leave-one-out, and replicated observations beside the observed ones.
   * @param path default: `report.html` in the folder that the fit was saved to or loaded from
   * @returns the absolute path
   * @throws CarryoverError where something that is no report is in the way, or it cannot be written
   */
  async report(path?: string, { title = "Model fit" }: { readonly title?: string } = {}): Promise<string> {
    const saved = this.#saved;
    if (path === undefined && saved === undefined) refuse(reportWithoutPlace());
    const { buildModelReport, checkReportTarget, writeLooseReport, writeReport } = await import("../report/index.ts");
    if (saved !== undefined) await checkReportTarget(saved.folder, path);
    const { observations, observed } = this.kept;
    const names = observations.flatMap((each) => namesOfElements(each.name, each.axes));
    const { html } = await buildModelReport({
      ...this.kept,
      title,
      loo: this.loo === undefined ? undefined : { estimate: this.loo, names },
      replications:
        this.#posterior === undefined
          ? []
          : observed.map(({ name, values }) => ({ name, observed: values, replicated: this.predictive(name).values })),
    });
    return saved === undefined ? writeLooseReport(html, path!) : writeReport(html, saved, path);
  }

  async #export(format: ExportFormat, path: string): Promise<Exported> {
    const [{ exportSource }, { sourceOfModelFit }] = await Promise.all([
      import("../store/export/index.ts"),
      import("./export-source.ts"),
    ]);
    const names = this.#posterior?.program.model.observations.map(({ name }) => name) ?? [];
    const predictive = names.map((name) => {
      const { axes, values } = this.predictive(name);
      return { name, dimensions: axes, values, description: "replicated observations" };
    });
    return exportSource(sourceOfModelFit(this.kept, predictive), format, path, this.#saved?.folder);
  }

  /** Verdict, summary and time as text. */
  toString(width: number = tableWidth): string {
    const { diagnostics } = this;
    return [
      ...verdictLines(diagnostics, width),
      "",
      this.summary.toString(width),
      "",
      ...timeLines(diagnostics, diagnostics.seconds.total, width),
    ].join("\n");
  }

  #withoutModel(what: string): never {
    return refuse(fitWithoutModel(what, this.#saved?.folder ?? "run"));
  }

  get #columns(): readonly DrawsColumn[] {
    return [...this.parameters, ...this.quantities];
  }
}

function refuse(problem: Problem): never {
  throw new CarryoverError([problem], exitCodes.usage);
}
