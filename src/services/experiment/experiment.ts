// Which lift test next, of a stored run: every design judged from the draws, the tests that are best together, and files to go on with.

import type { DesignDocument, DesignFile, NextTests, NextTestsSettings } from "../../decisions/experiments/index.ts";
import { type Document, documentOf } from "../../documents/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { fileInTheWay, fileNotWritable } from "../../problems/test-design-problems.ts";
import { planSettings, testChoiceSettings, testDesignSettings } from "../../settings/index.ts";
import {
  type BusinessRequest,
  checkRequest,
  headOf,
  openForAnswer,
  ownRules,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type ServiceCall,
  texts,
} from "../call/index.ts";

export interface ExperimentRequest
  extends Omit<BusinessRequest, "title">,
    Omit<NextTestsSettings, "designs" | "channels" | "geos"> {
  /** Path of a file of designs, YAML or JSON, or its content; default the usual designs of every channel. */
  readonly designs?: string | DesignFile | undefined;
  /** Names of channels; or a function that makes them of the names and columns of the run's channels. */
  readonly channels?: readonly string[] | ((known: readonly string[]) => readonly string[]) | undefined;
  /** Names of geos, or a function that makes them of the names of the panel's geos; default all together, and half of them. */
  readonly geos?: readonly string[] | ((known: readonly string[]) => readonly string[]) | undefined;
  /** File to write: the chosen tests as `experiments:` of a model file, to be filled in. */
  readonly template?: string | undefined;
  /** File to write: the designs as a chart, SVG. */
  readonly chart?: string | undefined;
}

export interface ExperimentAnswer extends RunFacts {
  readonly next: NextTests;
}

/**
 * Which lift test to run next.
 * @throws CarryoverError for a run or file that cannot be read, designs that do not fit the run, and files that cannot be written
 */
export async function experiment(
  request: ExperimentRequest,
  { onProgress, written }: ServiceCall<RunOpened> = {},
): Promise<ExperimentAnswer> {
  const { anything } = ownRules;
  const own = {
    designs: anything,
    channels: typeof request?.channels === "function" ? anything : texts("a list of channels"),
    geos: typeof request?.geos === "function" ? anything : texts("a list of geos"),
    changes: texts("a list of changes: off, half, double or +30%"),
    horizon: planSettings.horizon,
    ...testDesignSettings,
    ...testChoiceSettings,
    template: { kind: "text", what: "a path", describe: "" },
    chart: { kind: "text", what: "a path", describe: "" },
  } as const;
  await checkRequest("experiment", request, ["run", "margin", "currency", "draws", "level"], own, ["run"]);
  const { run, margin, currency, designs, channels, geos, template, chart, ...asked } = request;
  const [{ nextTests }, { model, facts }] = await Promise.all([
    import("../../decisions/experiments/next-tests.ts"),
    openForAnswer({ run, margin, currency }, onProgress, written),
  ]);
  for (const path of [template, chart]) if (path !== undefined) await checkFree(path);
  const document = designs === undefined ? undefined : await designsOf(designs);
  const known = model.spec.channels.flatMap(({ name, column }) => [name, column]);
  const chosen = {
    channels: typeof channels === "function" ? channels(known) : channels,
    geos: typeof geos === "function" ? geos((model.data.geos ?? []).map(({ name }) => name)) : geos,
  };
  const next = nextTests(
    model,
    { ...document?.content, ...given({ ...asked, ...chosen }) },
    (path) => (document !== undefined && path[0] === "designs" ? document.where(path) : placeOf(path, written)),
    document === undefined ? exitCodes.usage : exitCodes.badInput,
  );
  if (template !== undefined) {
    const { testTemplate } = await import("../../decisions/experiments/test-template.ts");
    await write(template, testTemplate(next, model.data));
  }
  if (chart !== undefined) await write(chart, await chartOf(next));
  return { ...facts, next };
}

/** The answer as a document. */
export function experimentDocument({
  next,
  ...facts
}: ExperimentAnswer): Document<"carryover/experiment/1", RunHead & NextTests> {
  return documentOf("carryover/experiment/1", { ...headOf(facts), ...next });
}

/** @throws CarryoverError when something lies there: a file of somebody's own is not replaced */
async function checkFree(path: string): Promise<void> {
  const { existsSync } = await import("node:fs");
  if (existsSync(path)) throw new CarryoverError([fileInTheWay(path)], exitCodes.usage);
}

/** @throws CarryoverError when the file cannot be written; nothing lies there then */
async function write(path: string, content: string): Promise<void> {
  const { replaceFile } = await import("../../files/index.ts");
  try {
    await replaceFile(path, content);
  } catch (error) {
    throw new CarryoverError([fileNotWritable(path, error instanceof Error ? error.message : String(error))]);
  }
}

async function designsOf(designs: string | DesignFile): Promise<DesignDocument> {
  const { parseDesignFile, readDesignFile } = await import("../../decisions/experiments/design-file.ts");
  if (typeof designs === "string") return readDesignFile(designs);
  const checked = await parseDesignFile(JSON.stringify(designs, undefined, 2), "request");
  return { ...checked, where: (path) => path.join(".") };
}

function placeOf(path: readonly (string | number)[], written: ((key: string) => string) | undefined): string {
  const text = path.join(".");
  return written === undefined ? text : written(text);
}

function given<T extends object>(settings: T): Partial<T> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<T>;
}

async function chartOf({ tests, target, level, currency }: NextTests): Promise<string> {
  const [{ closeSvgDocument, renderSvg, standaloneSvg }, { testDesigns }] = await Promise.all([
    import("../../charts/server/index.ts"),
    import("../../charts/budget/index.ts"),
  ]);
  const data = {
    level,
    tests: tests.map(({ name, lift, smallestEffect, power, learned, channels }) => ({
      name,
      lift,
      smallestEffect,
      power,
      narrowing: Math.max(
        ...learned.filter(({ channel }) => channels.includes(channel)).map(({ roi }) => roi.narrowing),
      ),
    })),
  };
  const options = {
    targetName: target.name,
    ...(currency === undefined || target.kind !== "revenue" ? {} : { targetUnit: currency }),
  };
  try {
    return await standaloneSvg(await renderSvg(testDesigns, data, options));
  } finally {
    await closeSvgDocument();
  }
}
