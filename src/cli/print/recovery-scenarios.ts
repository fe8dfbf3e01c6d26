// The study of failing worlds as lines for people.

import {
  checksText,
  definitions,
  heldText,
  scenarioFindings,
  type ScenarioStudy,
  type WorldSummary,
} from "../../studies/failing-worlds/index.ts";
import type { Style } from "../terminal/index.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { count, duration, figure, percent } from "../../words/index.ts";

/** Findings, the table, then what no check can see in the worlds of which nothing warned. */
export function scenarioStudyLines(scenarios: ScenarioStudy, width: number, style: Style): readonly string[] {
  const { worlds, datasets, sampling, failures, seconds } = scenarios;
  const wrapped = (sentences: readonly string[]): readonly string[] =>
    sentences.flatMap((sentence) => wrapText(`- ${sentence}`, width, "  "));
  const silent = worlds.filter(({ silent: count, unseeable }) => count > 0 && unseeable !== undefined);
  return [
    style.bold(
      `Worlds in which media mix models fail: ${count(worlds.length, "world")}, ${count(datasets, "data set")} each`,
    ),
    "",
    ...wrapped(scenarioFindings(scenarios)),
    "",
    ...tableLines(columnsOf(worlds), width, style),
    "",
    ...(silent.length === 0
      ? []
      : [
          style.bold("What no check can detect"),
          ...wrapped(silent.map(({ world, unseeable }) => `${world}: ${unseeable}`)),
          "",
        ]),
    ...definitions.flatMap((text) => wrapText(text, width, "")).map((line) => style.dim(line)),
    "",
    `${sampling.chains} x (${sampling.warmup} + ${sampling.draws}) draws a fit; ${duration(seconds)} in all; fits that failed: ${failures.length}.`,
    ...failures.flatMap(({ world, seed, reason }) => wrapText(`  ${world}, seed ${seed}: ${reason}`, width, "    ")),
  ];
}

function columnsOf(worlds: readonly WorldSummary[]): readonly TableColumn[] {
  const column = (title: string, rank: number, cell: (world: WorldSummary) => string): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: worlds.map(cell),
  });
  return [
    { title: "world", align: "left", rank: 0, cells: worlds.map(({ world }) => world) },
    column("wrong", 0, ({ wrong, fits }) => `${wrong} of ${fits}`),
    column("silent", 0, ({ silent }) => String(silent)),
    column("warned", 0, ({ warned }) => String(warned)),
    column("90% of media", 3, ({ media }) => heldText(media)),
    column("of channels", 4, ({ channels }) => heldText(channels)),
    column("of geos", 5, ({ geos }) => (geos === undefined ? "-" : heldText(geos))),
    column("error of media", 2, ({ mediaError }) => percent(mediaError)),
    column("divergent", 6, ({ divergent }) => String(divergent)),
    column("leapfrogs", 6, ({ leapfrogsPerDraw }) => figure(leapfrogsPerDraw)),
    { title: "checks that warned", align: "left", rank: 1, cells: worlds.map((world) => checksText(world, 3)) },
  ];
}
