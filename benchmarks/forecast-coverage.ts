// Do forecasts hold what comes? Futures are simulated by rules of their own (exact random walks and Gaussian processes, no code of the model), the
// first rows are fitted, and the intervals of 4, 13 and 26 weeks ahead are compared with what was simulated. Run: tsx benchmarks/forecast-coverage.ts [sets] [national|panel] [trend] [first seed]

import { tableFromColumns } from "../src/data/panel/from-columns.ts";
import { mediaDataFromColumns, withRowsAfter } from "../src/data/panel/index.ts";
import { fittedModel, intervalOf } from "../src/decisions/draws/index.ts";
import { binomialRegion, futureDraws } from "../src/decisions/predictions/index.ts";
import { fitMediaMix } from "../src/mmm/fit/index.ts";
import { parseModelFile, resolve } from "../src/mmm/specification/index.ts";
import { cholesky, lowerTimes } from "../src/numerics/linear-algebra/index.ts";
import { randomStream } from "../src/numerics/index.ts";

const sets = Number(process.argv[2] ?? 40);
const wanted = process.argv[3] ?? "both";
const only = process.argv[4];
const first = Number(process.argv[5] ?? 0);
const [rows, ahead] = [78, 26];
const horizons = [4, 13, 26];
type Normal = () => number;

/** A path over all weeks in standard deviations of the target, with the sizes that the default priors have. */
const paths: Readonly<Record<string, (normal: Normal, uniform: () => number) => Float64Array>> = {
  linear: (normal) => {
    const slope = normal();
    return Float64Array.from({ length: rows + ahead }, (_, t) => slope * (t / (rows - 1) - 0.5));
  },
  "{ kind: knots, knots: 7 }": (normal) => {
    const step = Math.abs(normal()) / Math.sqrt(rows - 1);
    // Straight lines between seven knots, then a step every week.
    const knots = Array.from({ length: 7 }, (_, k) => Math.floor((k * (rows - 1)) / 6));
    const levels = [0];
    for (let k = 1; k < 7; k++) levels.push(levels[k - 1] + step * Math.sqrt(knots[k] - knots[k - 1]) * normal());
    const path = new Float64Array(rows + ahead);
    for (let t = 0; t < rows; t++) {
      const k = Math.max(
        1,
        knots.findIndex((knot) => knot >= t),
      );
      const share = (t - knots[k - 1]) / (knots[k] - knots[k - 1]);
      path[t] = levels[k - 1] + share * (levels[k] - levels[k - 1]);
    }
    for (let t = rows; t < rows + ahead; t++) path[t] = path[t - 1] + step * normal();
    return path;
  },
  local_level: (normal) => {
    const step = Math.abs(normal()) / Math.sqrt(rows - 1);
    const path = new Float64Array(rows + ahead);
    for (let t = 1; t < path.length; t++) path[t] = path[t - 1] + step * normal();
    return path;
  },
  hsgp: (normal, uniform) => {
    const size = -Math.log(uniform()) / 1.5;
    // An inverse gamma of shape 2.
    const length = (13 * 4.74) / -Math.log(uniform() * uniform());
    const n = rows + ahead;
    const matrix = Float64Array.from({ length: n * n }, (_, k) => {
      const distance = (Math.sqrt(5) * Math.abs(Math.floor(k / n) - (k % n))) / length;
      return (1 + distance + distance ** 2 / 3) * Math.exp(-distance) + (k % (n + 1) === 0 ? 1e-9 : 0);
    });
    cholesky(matrix, n, matrix);
    const path = new Float64Array(n);
    lowerTimes(matrix, n, Float64Array.from({ length: n }, normal), path);
    return path.map((value) => size * value);
  },
};

for (const kind of ["national", "panel"].filter((each) => wanted === "both" || wanted === each)) {
  for (const [trend, pathOf] of Object.entries(paths).filter(([name]) => only === undefined || name.includes(only))) {
    const inside = { predicted: [0, 0, 0], total: [0, 0, 0] };
    let unconverged = 0;
    for (let set = 0; set < sets; set++) {
      const random = randomStream([first + set, 77, kind === "panel" ? 1 : 0]);
      const normal = (): number => random.normal();
      const path = pathOf(normal, () => random.uniform());
      const geos = kind === "panel" ? ["A", "B", "C"] : [""];
      const cells = geos.flatMap((geo, g) => Array.from({ length: rows + ahead }, (_, t) => ({ geo, g, t })));
      const season = [normal() * 0.3, normal() * 0.3];
      // Effects as the model has them, with parameters that differ between sets: what is asked is how the future goes on, not which curve media have.
      const [phase, decay, half] = [9, 1, 1].map((range) => range * random.uniform());
      const sizes = [0.6, 0.4].map((size) => size * Math.exp(0.5 * normal()));
      const hill = (value: number, middle: number): number => value ** 2 / (value ** 2 + middle ** 2);
      const tv = cells.map(({ t }) => ((t + Math.floor(phase)) % 9 < 4 ? 500 * Math.exp(0.4 * normal()) : 0));
      const search = cells.map(() => 300 * Math.exp(0.3 * normal()));
      const price = cells.map(() => 10 + normal());
      const weeks = Array.from({ length: rows + ahead }, () => (kind === "panel" ? 0.3 * normal() : 0));
      let stock = 0;
      const target = cells.map(({ g, t }, k) => {
        const kept = 0.2 + 0.6 * decay;
        stock = (t === 0 ? 0 : kept * stock) + (1 - kept) * tv[k];
        const media = sizes[0] * hill(stock, 500 * (0.5 + half)) + sizes[1] * hill(search[k], 300);
        const wave = season[0] * Math.sin((2 * Math.PI * t) / 52) + season[1] * Math.cos((2 * Math.PI * t) / 52);
        return 1000 * (6 + 0.5 * g + path[t] + media + wave + weeks[t] - 0.1 * (price[k] - 10) + 0.4 * normal());
      });
      const columns = (from: number, to: number, withTarget: boolean) => {
        const of = <T>(values: readonly T[]): T[] => values.filter((_, k) => cells[k].t >= from && cells[k].t < to);
        return {
          week: of(cells.map(({ t }) => t + 1)),
          ...(kind === "panel" ? { geo: of(cells.map(({ geo }) => geo)) } : {}),
          spend_TV: of(tv),
          spend_Search: of(search),
          price: of(price),
          ...(withTarget ? { revenue: of(target) } : {}),
        };
      };
      const data = await mediaDataFromColumns(columns(0, rows, true));
      const text = `data: t.csv\ncontrols: [price]\nseasonality: { period: 52, harmonics: 1 }\ntrend: ${trend}\nsampling: { chains: 2, warmup: 200, draws: 250, seed: ${set} }`;
      const fit = await fitMediaMix(data, resolve(await parseModelFile(text, "m.yaml"), data), {
        threads: 1,
        pointwise: false,
      });
      if (!fit.diagnostics.converged) unconverged++;
      const file = await tableFromColumns(columns(rows, rows + ahead, false), "next.csv");
      const used = { channels: ["spend_TV", "spend_Search"], controls: ["price"] };
      const { predicted, count, series } = futureDraws(fittedModel(fit), withRowsAfter(data, file, used));
      const total = new Float64Array(count);
      let truth = 0;
      for (let t = 0; t < ahead; t++) {
        const week = new Float64Array(count);
        let own = 0;
        series.forEach(({ from }, g) => {
          for (let i = 0; i < count; i++) week[i] += predicted[(from + t) * count + i];
          own += target[g * (rows + ahead) + rows + t];
        });
        for (let i = 0; i < count; i++) total[i] += week[i];
        truth += own;
        const k = horizons.indexOf(t + 1);
        if (k < 0) continue;
        const [atWeek, atTotal] = [intervalOf(week), intervalOf(total)];
        if (own >= atWeek.lower && own <= atWeek.upper) inside.predicted[k]++;
        if (truth >= atTotal.lower && truth <= atTotal.upper) inside.total[k]++;
      }
      process.stderr.write(
        `${kind} ${trend} ${set + 1}: ${inside.predicted.join(", ")}; ${inside.total.join(", ")}; ${unconverged}\n`,
      );
    }
    const [fewest, most] = binomialRegion(sets, 0.9, 0.95);
    console.log(
      `| ${kind} | ${trend} | ${sets} | ${inside.predicted.join(", ")} | ${inside.total.join(", ")} | ${fewest} to ${most} | ${unconverged} |`,
    );
  }
}
