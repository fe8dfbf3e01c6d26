// A trade-off study as lines.

import type { TradeoffStage } from "../../services/study/index.ts";
import { type Band, type Tradeoff, type TradeoffPoint } from "../../studies/tradeoff/index.ts";
import type { Output, Style } from "../terminal/index.ts";
import { tableLines, wrapText } from "./table.ts";
import { type Alike, alike, count, duration, figure, interval, listed, percent } from "../../words/index.ts";

const models: Readonly<Record<TradeoffPoint["model"], string>> = {
  "without-privacy": "without privacy",
  "noise-aware": "noise modeled",
  "noise-ignored": "noise ignored",
};

/** Lines for people. */
export function tradeoffLines(tradeoff: Tradeoff, width: number, style: Style): readonly string[] {
  const { points, noise, guidance, statement, datasets, release, weeks, period } = tradeoff;
  const spread = ({ median, lower, upper }: Band, format: Alike): string => interval(median, lower, upper, format);
  const column = (title: string, rank: number, cell: (point: TradeoffPoint) => string) =>
    ({ title, align: "right", rank, cells: points.map(cell) }) as const;
  const right = (title: string, cells: readonly string[], rank = 0) =>
    ({ title, align: "right", rank, cells }) as const;
  return [
    style.bold(`Privacy and accuracy: ${count(datasets, "simulated table")} of ${count(weeks, period)}`),
    "",
    ...statement.flatMap((sentence) => wrapText(sentence, width)),
    "",
    style.bold(`Noise of a release of ${listed(release.columns)}`),
    "",
    ...tableLines(
      [
        right(
          "epsilon",
          noise.map(({ epsilon }) => String(epsilon)),
        ),
        { title: "column", align: "left", rank: 0, cells: noise.map((each) => each.column) },
        right(
          "scale",
          noise.map(({ scaleKind, scale }) => `${scaleKind} = ${figure(scale)}`),
        ),
        right(
          "standard deviation",
          noise.map(({ deviation }) => figure(deviation)),
          1,
        ),
        right(
          `of a typical ${period}`,
          noise.map(({ ofWeek }) => percent(ofWeek)),
        ),
        right(
          `of the sum of all ${period}s`,
          noise.map(({ ofTotal }) => percent(ofTotal)),
        ),
      ],
      width,
      style,
    ),
    "",
    style.bold("Accuracy: median over the tables (middle 80%)"),
    "",
    ...tableLines(
      [
        column("epsilon", 0, ({ epsilon }) => (epsilon === undefined ? "none" : String(epsilon))),
        { title: "model", align: "left", rank: 0, cells: points.map(({ model }) => models[model]) },
        column("ROI width", 1, ({ roiWidth }) => spread(roiWidth, alike.figures)),
        column("relative width", 0, ({ relativeRoiWidth }) => figure(relativeRoiWidth.median)),
        column("contribution error", 0, ({ contributionError }) => spread(contributionError, alike.percents)),
        column("ROI covered", 0, ({ roiCoverage }) => percent(roiCoverage)),
        column("loss of budget", 2, ({ regret }) => spread(regret, alike.percents)),
        column("R2", 3, ({ r2 }) => figure(r2.median)),
        column("MAPE", 4, ({ mape }) => percent(mape.median)),
        ...(points.some(({ refused }) => refused > 0)
          ? [column("refused", 0, ({ refused, fits }) => `${refused}/${fits}`)]
          : []),
        column("converged", 5, ({ converged, fits, refused }) => `${converged}/${fits - refused}`),
      ],
      width,
      style,
    ),
    "",
    ...wrapText(
      "ROI width: width of the 90% credible interval, averaged over the channels; relative width: compared with no privacy. Contribution error: error of the posterior means, relative to the true media contribution. " +
        "Loss of budget: how much less the recommended budget truly brings than the best one. R2 and MAPE: expected target compared with the true expected target.",
      width,
    ).map((line) => style.dim(line)),
    "",
    ...guidance.flatMap((sentence) => wrapText(sentence, width)),
  ];
}

/** Fits between two lines of progress. */
const linesOfProgress = 10;

/** Writes how far a study is: what it will take, then a line for every tenth of its fits. */
export function tradeoffProgress(err: Output): (progress: TradeoffStage) => void {
  let estimated = false;
  let shown = 0;
  return ({ done, fits, elapsedSeconds, remainingSeconds, threads }) => {
    if (done === 0) {
      const on = `${threads} ${threads === 1 ? "thread" : "threads"}`;
      // A fit of the usual size takes about a second of one core; the estimate from fits that were made follows.
      err.write(`${fits} fits on ${on}: about ${duration(fits / threads)} if revenue alone is noised.\n`);
      return;
    }
    if (remainingSeconds === undefined) return;
    const left = `about ${duration(remainingSeconds)} to go`;
    if (!estimated || done - shown >= fits / linesOfProgress || done === fits) {
      const end = done === fits ? "" : `, ${left}`;
      err.write(`${done} of ${fits} fits in ${duration(elapsedSeconds)}${end}\n`);
      estimated = true;
      shown = done;
    }
  };
}
