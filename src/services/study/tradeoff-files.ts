// A trade-off study as files: its figures, and a chart for each measure.

import { documentText } from "../../documents/index.ts";
import type { PrivacyTradeoffData } from "../../charts/studies/index.ts";
import { type Band, type Tradeoff, tradeoffDocument, type TradeoffPoint } from "../../studies/tradeoff/index.ts";
import { tradeoffCsv } from "./study-tables.ts";

interface ChartOf {
  readonly file: string;
  readonly measure: string;
  readonly isShare: boolean;
  readonly of: (point: TradeoffPoint) => Band;
}

const single = (value: number): Band => ({ median: value, lower: value, upper: value });

const charts: readonly ChartOf[] = [
  {
    file: "roi-width.svg",
    measure: "Width of 90% intervals of ROI",
    isShare: false,
    of: ({ roiWidth }) => roiWidth,
  },
  {
    file: "contribution-error.svg",
    measure: "Error of contributions (% of media contribution)",
    isShare: true,
    of: ({ contributionError }) => contributionError,
  },
  {
    file: "coverage.svg",
    measure: "True ROIs in their 90% intervals (%)",
    isShare: true,
    of: ({ roiCoverage }) => single(roiCoverage),
  },
  {
    file: "regret.svg",
    measure: "Media revenue lost by the recommended budget (%)",
    isShare: true,
    of: ({ regret }) => regret,
  },
];

export const tradeoffFileNames: readonly string[] = [
  "tradeoff.json",
  "tradeoff.csv",
  ...charts.map(({ file }) => file),
];

/** What goes into the folder. */
export async function tradeoffFiles(tradeoff: Tradeoff): Promise<readonly { name: string; content: string }[]> {
  const { closeSvgDocument, renderSvg, standaloneSvg } = await import("../../charts/server/document.ts");
  const { privacyTradeoff } = await import("../../charts/studies/privacy-tradeoff.ts");
  try {
    const files = [
      { name: "tradeoff.json", content: documentText(tradeoffDocument(tradeoff)) },
      { name: "tradeoff.csv", content: tradeoffCsv(tradeoff) },
    ];
    for (const { file, ...chart } of charts) {
      const svg = await renderSvg(privacyTradeoff, chartData(tradeoff, chart));
      files.push({ name: file, content: await standaloneSvg(svg) });
    }
    return files;
  } finally {
    await closeSvgDocument();
  }
}

/** The chart's data of one measure; epsilons at which no fit was possible have no point. */
function chartData({ points }: Tradeoff, { measure, isShare, of }: Omit<ChartOf, "file">): PrivacyTradeoffData {
  const line = (name: string, model: TradeoffPoint["model"]): PrivacyTradeoffData["lines"] => {
    const own = points.flatMap((point) => {
      const band = of(point);
      return point.model === model && point.epsilon !== undefined && Number.isFinite(band.median)
        ? [{ epsilon: point.epsilon, ...band }]
        : [];
    });
    return own.length === 0 ? [] : [{ name, points: own }];
  };
  const without = of(points[0]).median;
  return {
    lines: [...line("noise known to the model", "noise-aware"), ...line("noise ignored", "noise-ignored")],
    measure,
    isShare,
    ...(Number.isFinite(without) ? { withoutPrivacy: without } : {}),
  };
}
