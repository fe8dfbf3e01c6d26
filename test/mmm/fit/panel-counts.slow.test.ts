// Counts of a panel of geos, simulated with a known truth: what media bring by geo comes back in counts.

import { expect, it } from "vitest";
import { quantileOfSorted } from "../../../src/diagnostics/index.ts";
import { negativeBinomial } from "../../../src/distributions/index.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/index.ts";
import { elementsOf } from "../../../src/mmm/axes/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../../../src/mmm/specification/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";

const weeks = 60;
/** Per head and week: what is sold without media, and for one unit of spend per head. */
const geos = [
  { name: "North", people: 90_000, base: 1e-3, perSpend: 0.02 },
  { name: "South", people: 30_000, base: 1.4e-3, perSpend: 0.015 },
  { name: "East", people: 12_000, base: 0.8e-3, perSpend: 0.03 },
  { name: "West", people: 5_000, base: 1.2e-3, perSpend: 0.02 },
];
const overdispersion = 0.15;

it("finds what media bring in every geo from counts by geo and week", async () => {
  const random = randomStream([20260303]);
  const { draw } = negativeBinomial(1, 1);
  const brought = new Map<string, number>();
  const rows = geos.flatMap(({ name, people, base, perSpend }, g) =>
    Array.from({ length: weeks }, (_, t) => {
      const spend = (t + 3 * g) % 8 < 4 ? Math.round(people * 0.05 * random.uniform()) : 0;
      brought.set(name, (brought.get(name) ?? 0) + perSpend * spend);
      const mean = people * base + perSpend * spend;
      const orders = draw(random, [mean, 1 / overdispersion ** 2]);
      return {
        region: name,
        week: t + 1,
        population: people,
        spend_TV: spend,
        orders: t % 13 === 5 ? "" : String(orders),
      };
    }),
  );
  const names = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  const data = await mediaDataFromColumns(
    Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as never,
  );
  const file = `data: t.csv
adstock: none
saturation: none
seasonality: none
trend: none
likelihood: negative_binomial
sampling: { chains: 2, warmup: 200, draws: 200, seed: 1 }`;
  const resolution = resolve(await parseModelFile(`${file}\n`, "m.yaml"), data);
  expect(resolution.spec.pooling?.overdispersion).toBe("partial");
  const fit = await fitMediaMix(data, resolution, { inThisThread: true });
  const interval = (draws: Float64Array): { lower: number; upper: number } => {
    const sorted = draws.slice().sort();
    return { lower: quantileOfSorted(sorted, 0.005), upper: quantileOfSorted(sorted, 0.995) };
  };
  const byGeo = elementsOf(fit.quantities.find(({ name }) => name === "contribution_by_geo")!);
  expect(byGeo.map(({ name }) => name)).toEqual(geos.map(({ name }) => `contribution_by_geo[TV,${name}]`));
  byGeo.forEach(({ draws: { values } }, g) => {
    const { lower, upper } = interval(values);
    const truth = brought.get(geos[g].name)!;
    expect(lower).toBeLessThan(truth);
    expect(upper).toBeGreaterThan(truth);
    // Of the large geos it is known to a third, so that a wrong scale would show.
    if (g < 2) expect(upper - lower).toBeLessThan(1.2 * truth);
  });
  const [{ draws: whole }] = elementsOf(fit.quantities.find(({ name }) => name === "contribution")!);
  whole.values.forEach((value, i) => {
    expect(byGeo.reduce((sum, { draws }) => sum + draws.values[i], 0) / value).toBeCloseTo(1, 9);
  });
  const a = interval(fit.parameters.find(({ name }) => name === "overdispersion_median")!.values);
  expect(a.lower).toBeLessThan(overdispersion);
  expect(fit.pointwise?.observations).toBe(rows.filter(({ orders }) => orders !== "").length);
});
