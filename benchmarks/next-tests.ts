// Information and value of planned lift tests from draws against refits after simulated results:
// npx tsx benchmarks/next-tests.ts

import { designs, fromDraws, fromRefits, rankCorrelation } from "../test/decisions/experiments/support/refits.ts";

const refits = fromRefits(200_000, 1);
console.log("design | value from refits | value from draws (mean of 10 sets of 1,000) | nats about its channels");
const sets = Array.from({ length: 10 }, (_, seed) => fromDraws(1000, seed + 10));
designs.forEach(({ of, se }, k) => {
  const value = sets.reduce((sum, set) => sum + set[k].value, 0) / sets.length;
  const nats = of.flatMap((size, channel) =>
    size === 0
      ? []
      : [
          `${refits[k].information[channel].toFixed(3)} / ${(sets.reduce((sum, set) => sum + set[k].information[channel], 0) / sets.length).toFixed(3)}`,
        ],
  );
  console.log(`${of.join(",")} se ${se} | ${refits[k].value.toFixed(4)} | ${value.toFixed(4)} | ${nats.join("; ")}`);
});
const largest = Math.max(...refits.map(({ value }) => value));
const off = sets.flatMap((set) =>
  set.flatMap(({ value }, k) => (refits[k].value > 0.05 * largest ? [Math.abs(value / refits[k].value - 1)] : [])),
);
const orders = sets.map((set) =>
  rankCorrelation(
    set.map(({ value }) => value),
    refits.map(({ value }) => value),
  ),
);
console.log(
  `values: median ${(100 * off.toSorted((a, b) => a - b)[off.length >> 1]).toFixed(1)}% off, at most ${(100 * Math.max(...off)).toFixed(1)}%; rank correlation at least ${Math.min(...orders).toFixed(3)}`,
);
