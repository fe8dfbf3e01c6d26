// What carryover compare prints of one run: simpler models beside the posterior.

import type { BaselineMethod, Baselines } from "../../decisions/comparison/index.ts";
import type { Interval } from "../../decisions/draws/index.ts";
import { pointColumns } from "./check.ts";
import { csvText } from "../../files/index.ts";
import type { Style } from "../terminal/index.ts";
import { noted } from "./intervals.ts";
import { type TableColumn, tableLines, wrapText } from "./table.ts";
import { decimalsFor, estimateAlone, fixed, statisticWords } from "../../words/index.ts";

const methods: readonly BaselineMethod[] = ["least squares", "ridge", "maximum a posteriori"];

/** @param target name of the target, for headings */
export function baselinesLines(table: Baselines, target: string, width: number, style: Style): readonly string[] {
  const { scores, details } = table;
  const holdout = scores.flatMap((each) => (each.holdout === undefined ? [] : [each.holdout]));
  const names: TableColumn = { title: "", align: "left", rank: 0, cells: scores.map(({ method }) => method) };
  const inSample = scores.map((each) => each.inSample);
  const units = decimalsFor(inSample[inSample.length - 1].rmse, 3);
  const settled = details.map?.settled !== false ? "" : " The search for the mode did not settle.";
  const apart = details.rankDeficient ? " Some regressors are linear combinations of others." : "";
  return [
    style.bold(`Contribution to ${target} over the table`),
    ...noted(tableLines(methodColumns(table, "contribution"), width, style), width),
    "",
    style.bold(`Return: ${target} per unit of spend`),
    ...noted(tableLines(methodColumns(table, "roi"), width, style), width),
    "",
    style.bold("Fitted rows"),
    ...tableLines([names, ...pointColumns(inSample, units)], width, style),
    ...(holdout.length === 0
      ? []
      : [
          "",
          style.bold(`The last ${holdout[0].rows} rows, held out from all fits`),
          ...tableLines([names, ...pointColumns(holdout, units)], width, style),
        ]),
    "",
    ...wrapText(`${table.transforms} Only the posterior quantifies its uncertainty.${apart}${settled}`, width),
  ];
}

function methodColumns({ channels }: Baselines, figure: "contribution" | "roi"): readonly TableColumn[] {
  const spread = ({ lower, upper }: Interval): number => (upper - lower) / 3.3;
  const cell = (value: number, k: number): string => fixed(value, decimalsFor(spread(channels[k][figure].posterior)));
  const column = (title: string, rank: number, of: (k: number) => number): TableColumn => ({
    title,
    align: "right",
    rank,
    cells: channels.map((_, k) => cell(of(k), k)),
  });
  return [
    { title: "channel", align: "left", rank: 0, cells: channels.map(({ channel }) => channel) },
    ...methods.map((method, m) => column(method, 2 - Math.min(m, 1), (k) => channels[k][figure][method])),
    {
      ...column(`posterior ${statisticWords(channels.map((each) => each[figure].posterior))}`, 0, () => 0),
      cells: channels.map((each, k) => estimateAlone(each[figure].posterior, (value) => cell(value, k))),
    },
    column("5%", 0, (k) => channels[k][figure].posterior.lower),
    column("95%", 0, (k) => channels[k][figure].posterior.upper),
  ];
}

/** One row for each channel and method; `lower` and `upper` are of the posterior's 90% interval. */
export function baselinesCsv({ channels }: Baselines): string {
  return csvText(
    ["channel", "spend", "method", "contribution", "lower", "upper", "roi", "roi_lower", "roi_upper"],
    channels.flatMap(({ channel, spend, contribution, roi }) => [
      ...methods.map((method) => [
        channel,
        spend,
        method,
        contribution[method],
        undefined,
        undefined,
        roi[method],
        undefined,
        undefined,
      ]),
      [
        channel,
        spend,
        `posterior ${contribution.posterior.statistic}`,
        contribution.posterior.estimate,
        contribution.posterior.lower,
        contribution.posterior.upper,
        roi.posterior.estimate,
        roi.posterior.lower,
        roi.posterior.upper,
      ],
    ]),
  );
}
