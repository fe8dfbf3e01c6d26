// Log density and gradient of a panel, 40 geos of 156 weeks with 8 media terms: compiled WebAssembly against a hand-fused C loop.
//
//   npm run bench:panel-gradient -- [--rounds 15] [--quick]

import { writeFileSync } from "node:fs";
import { fusedProbe } from "../src/compile/wasm/index.ts";
import { compiledC } from "./gradient/compiled-c.ts";
import { calibrate, type Contender, inProcess } from "./gradient/contender.ts";
import { panelData, panelDensity } from "./gradient/panel.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { cached, places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { ratios, shortSpread, spread } from "./harness/statistics.ts";

const size = { geos: 40, weeks: 156, channels: 8 };
const { rounds, block, quick } = readOptions({ rounds: [15, 3], block: [40, 10] });
const fast = ["-O3", "-march=native", "-ffast-math"];
const target = 1.25;

const data = panelData(size);
const dimension = 3 * size.channels + size.geos * size.channels + size.geos + 1;
const point = Float64Array.from({ length: dimension }, (_, i) => 0.1 * Math.sin(i));
const [dataText, pointText] = [cached("panel.txt"), cached("panel_point.txt")];
writeFileSync(
  dataText,
  `${size.geos} ${size.weeks} ${size.channels}\n${data.spend.join(" ")}\n${data.response.join(" ")}\n`,
);
writeFileSync(pointText, `${point.join(" ")}\n`);

const ours = [inProcess("WebAssembly", panelDensity(data, "wasm"), point)];
if (WebAssembly.validate(fusedProbe())) {
  ours.push(inProcess("WebAssembly with fused multiply-adds", panelDensity(data, "wasm-fma"), point));
}
const inC = [["-O3"], fast].map((flags) => compiledC(flags, dataText, pointText, places.panelBaseline));
const contenders: readonly Contender[] = [...ours, ...inC];

const expected = inC[0].atPoint();
for (const contender of contenders) {
  const { value, gradient } = contender.atPoint();
  const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));
  const worst = Math.max(relative(value, expected.value), ...gradient.map((x, i) => relative(x, expected.gradient[i])));
  if (!(worst <= 1e-9)) throw new Error(`${contender.name} differs from C by ${worst}.`);
}

const evaluations = contenders.map((contender) => calibrate(contender, block));
const microseconds: number[][] = contenders.map(() => []);
for (let round = 0; round < rounds; round++) {
  // Every other round goes backwards, so that no contender always follows the same one.
  const order = contenders.map((_, i) => (round % 2 === 0 ? i : contenders.length - 1 - i));
  for (const i of order) microseconds[i].push(contenders[i].time(5, evaluations[i]));
}

const made = machine();
const bar = microseconds[contenders.length - 1];
publish(
  {
    name: "panel-gradient",
    result: {
      machine: made,
      size,
      rounds,
      microseconds: Object.fromEntries(contenders.map(({ name }, i) => [name, microseconds[i]])),
    },
    lines: [
      `${machineLine(made)}. ${size.geos} geos x ${size.weeks} weeks x ${size.channels} terms, ${rounds} interleaved rounds.`,
      "",
      ...table(
        ["", "microseconds, median over the rounds (range)", `ratio to gcc ${fast.join(" ")}, round by round`],
        contenders.map(({ name }, i) => {
          const ratio = ratios(microseconds[i], bar);
          const judged = i < ours.length ? `; ${targetWords(ratio.median, "at most", target)}` : "";
          return [name, shortSpread(spread(microseconds[i])), `${shortSpread(ratio)}${judged}`];
        }),
      ),
    ],
  },
  !quick,
);
