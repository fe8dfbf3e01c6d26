// Plans of cells: the optimizer beside SLSQP of SciPy on the same function and draws (benchmarks/plans_slsqp.py), and a panel of 10 channels, 20 geos
// and 26 weeks on 500 draws.
//
//   npx tsx benchmarks/plans.ts slsqp > /tmp/plans.json && python3 benchmarks/plans_slsqp.py /tmp/plans.json
//   npx tsx benchmarks/plans.ts panel

import { mediaDataFromColumns } from "../src/data/panel/index.ts";
import type { FittedModel } from "../src/decisions/draws/index.ts";
import { optimize, type OptimizeSettings } from "../src/decisions/plans/optimize.ts";
import { planObjective } from "../src/decisions/plans/optimize-objective.ts";
import { planResponse } from "../src/decisions/plans/plan-response.ts";
import { makeDesign } from "../src/mmm/fit/index.ts";
import { parameterBlocks } from "../src/mmm/response/index.ts";
import { parseModelFile } from "../src/mmm/specification/document.ts";
import { allParameters } from "../src/mmm/specification/parameters.ts";
import { resolve } from "../src/mmm/specification/index.ts";
import { randomStream } from "../src/numerics/index.ts";
import { around, constantSpend, world } from "../test/decisions/support/plan-world.ts";

const seconds = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  return process.cpuUsage(before).user / 1e6;
};

async function besideSlsqp(): Promise<void> {
  const cases = [];
  for (const [channels, horizon] of [
    [4, 13],
    [10, 26],
  ]) {
    const draws = 180;
    const names = Array.from({ length: channels }, (_, i) => `c${i}`);
    const parameters = names.map((_, i) => ({
      decay: around(0.3 + (0.4 * i) / channels, 0.1, draws, 10 * i),
      slope: around([1, 0.9, 1.2, 1][i % 4], 0.02, draws, 10 * i + 1),
      half_saturation: around([30, 12, 25, 50][i % 4], 0.2, draws, 10 * i + 2),
      coefficient: around([0.5, 0.3, 0.4, 0.8][i % 4], 0.3, draws, 10 * i + 3),
    }));
    const model = await world(
      names.map((name, i) => ({ name, spend: constantSpend(20), parameters: parameters[i] })),
      draws,
    );
    const most = 40 * horizon;
    const group = 0.8 * most;
    const settings: OptimizeSettings = {
      horizon,
      byWeek: true,
      bounds: Object.fromEntries(names.map((name) => [name, { lower: { amount: 0 }, upper: { amount: most } }])),
      groups: { online: { channels: names.slice(0, 2), bounds: { upper: { amount: group } } } },
      ramps: { [names[2]]: { amount: 4 } },
    };
    const times: number[] = [];
    let plan: readonly number[] = [];
    for (let run = 0; run < 5; run++) {
      times.push(
        seconds(() => {
          plan = optimize(model, settings).recommended.channels.flatMap(({ periods }) => periods);
        }),
      );
    }
    const response = planResponse(model, { horizon });
    const f = planObjective(response, "periods", { statistic: "mean" }, 0);
    const gradient = new Float64Array(plan.length);
    const value = f(Float64Array.from(plan), gradient);
    cases.push({ horizon, group, parameters, plan, value, carry_out: response.carryOut.periods, seconds: times });
  }
  console.log(JSON.stringify(cases));
}

/** A made-up panel with draws around made-up parameters. */
async function madeUpPanel(channels: number, geos: number, rows: number, draws: number): Promise<FittedModel> {
  const random = randomStream([5, 2]);
  const people = Array.from({ length: geos }, () => Math.round(200_000 * Math.exp(0.8 * random.normal())));
  const cells = people.flatMap((count, geo) => Array.from({ length: rows }, (_, t) => ({ count, geo, t })));
  const perHead = (of: () => number): number[] => cells.map(({ count }) => count * of());
  const data = await mediaDataFromColumns({
    geo: cells.map(({ geo }) => `Geo ${geo + 1}`),
    week: cells.map(({ t }) => t + 1),
    population: cells.map(({ count }) => count),
    revenue: perHead(() => 3 + 0.3 * random.normal()),
    ...Object.fromEntries(
      Array.from({ length: channels }, (_, c) => [
        `spend_C${c + 1}`,
        perHead(() => 0.1 * Math.exp(0.4 * random.normal())),
      ]),
    ),
  });
  const { spec } = resolve(
    await parseModelFile("data: table.csv\ntrend: none\nseasonality: none\n", "model.yaml"),
    data,
  );
  const blocks = parameterBlocks(spec);
  const width = blocks.reduce((sum, { size }) => sum + size, 0);
  const values = new Float64Array(draws * width);
  for (const { name, start, size } of blocks) {
    const [low, high] = allParameters()[name].domain;
    for (let k = start; k < start + size; k++) {
      const center = random.normal();
      for (let draw = 0; draw < draws; draw++) {
        const around = 0.4 * center + 0.2 * random.normal();
        values[draw * width + k] =
          name === "slope"
            ? 0.9 + 0.1 * random.uniform()
            : high === 1
              ? 1 / (1 + Math.exp(-around))
              : low === 0
                ? Math.exp(around)
                : 0.1 * around;
      }
    }
  }
  const posterior = { blocks, width, count: draws, values };
  return { spec, data, design: makeDesign(data, spec), chains: 1, posterior, converged: true };
}

async function panel(): Promise<void> {
  const model = await madeUpPanel(10, 20, 104, 1000);
  const start = performance.now();
  let said = "";
  const cpu = seconds(() => {
    const { solver } = optimize(model, { horizon: 26, byGeo: true, byWeek: true, draws: 500 });
    said = `value ${solver.value}, gap ${solver.gapShare} of it, converged: ${solver.converged}`;
  });
  console.log(`${((performance.now() - start) / 1000).toFixed(1)} s, ${cpu.toFixed(1)} s of CPU; ${said}`);
}

await (process.argv[2] === "panel" ? panel() : besideSlsqp());
