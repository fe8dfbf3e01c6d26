// What the recovery study tells of a source of truth: families of numbers, and a chart of how often their intervals hold it.

import { calibrationCoverage } from "../../src/charts/studies/calibration-coverage.ts";
import { closeSvgDocument, renderSvg, standaloneSvg } from "../../src/charts/server/document.ts";
import { binomialRegion } from "../../src/decisions/predictions/scores-binomial.ts";
import type { Recovery } from "../../src/studies/recovery/recovery.ts";
import { levels } from "../../src/studies/recovery/recovery-set.ts";
import type { FamilySummary, RowSummary } from "../../src/studies/recovery/summarize-rows.ts";
import { wordsOf } from "../../src/studies/recovery/verdict.ts";

export type Told = FamilySummary | RowSummary;

/** Families that are told, the contribution of all media beside them. */
export function told({ families, rows }: Pick<Recovery, "families" | "rows">): readonly Told[] {
  const wanted = ["decay", "slope", "half_saturation", "coefficient", "contribution", "marginal_roi"];
  return [
    ...families.filter(({ group, of }) => wanted.includes(of) && !(group === "quantity" && of === "half_saturation")),
    ...rows.filter(({ of }) => of === "total_contribution"),
  ];
}

/** A stand-alone SVG; the bounds are those of one number, within which families of several lie more closely. */
export async function coverageChart(recovery: Pick<Recovery, "families" | "rows">, dataSets: number): Promise<string> {
  try {
    const svg = await renderSvg(calibrationCoverage, {
      quantities: told(recovery).map(({ of, coverage }) => ({
        name: wordsOf(of),
        points: coverage.map(({ level, inside, fits }) => ({ nominal: level, empirical: inside / fits })),
      })),
      bounds: levels.map((level) => {
        const [fewest, most] = binomialRegion(dataSets, level, 0.95);
        return { nominal: level, lower: fewest / dataSets, upper: most / dataSets };
      }),
      dataSets,
    });
    return standaloneSvg(svg);
  } finally {
    await closeSvgDocument();
  }
}
