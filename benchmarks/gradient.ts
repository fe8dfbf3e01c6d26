// Log density and gradient of model A: compiled WebAssembly against C, JavaScript and TensorFlow.js, at three sizes.
//
//   npm run bench:gradient -- [--rounds 15] [--quick]

import { readFileSync, writeFileSync } from "node:fs";
import { fusedProbe } from "../src/compile/wasm/index.ts";
import type { LogDensity } from "../src/sampling/density.ts";
import { compiledC } from "./gradient/compiled-c.ts";
import { calibrate, type Contender, inProcess } from "./gradient/contender.ts";
import { stanCoordinates } from "./gradient/stan-coordinates.ts";
import { startTensorFlow, tensorFlowDensity } from "./gradient/tensorflow.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { cached, places } from "./harness/places.ts";
import { publish, table, targetWords } from "./harness/report.ts";
import { library } from "./harness/shipped.ts";
import { growthExponent, median, ratios, short, shortSpread, type Spread, spread } from "./harness/statistics.ts";
import { readModelData, writeText } from "./model-a/data.ts";
import { readInput } from "./model-a/input.ts";
import { type ModelFiles, ownSize, type Size, tableOf } from "./model-a/tables.ts";

const sizes: readonly Size[] = [ownSize, { weeks: 156, channels: 10 }, { weeks: 208, channels: 30 }];
const { rounds, block, quick } = readOptions({ rounds: [15, 3], block: [40, 10] });

/** Names of the contenders that ratios speak of. */
const ours = "WebAssembly, Stan's coordinates";
const fused = "WebAssembly with fused multiply-adds, Stan's coordinates";
const oursInJavaScript = "JavaScript, Stan's coordinates";
const ourOwn = "WebAssembly, the engine's coordinates";
const c = "C, gcc -O3, libm";
const fastC = "C, gcc -O3 -march=native -ffast-math, libm";
const recursion = "TensorFlow.js, recursion";
const product = "TensorFlow.js, product";

/** Whether this version of Node compiles for the backend wasm-fma. */
const hasFused = WebAssembly.validate(fusedProbe());

/** What `carryover fit` samples for the same model file. */
async function enginesCoordinates({ model }: ModelFiles): Promise<LogDensity> {
  const { data, resolution } = await readInput(model, 1);
  const { compileModel, makeDesign, mediaMixModel, modelData } = library;
  const design = makeDesign(data, resolution.spec);
  return compileModel(mediaMixModel(resolution.spec, design.weeks), modelData(design)).density();
}

/** Where Stan's log density is known for model A; elsewhere 0.1 sin(0, 1, 2, ...). */
function pointFor(size: Size, dimension: number): Float64Array {
  if (size === ownSize) return Float64Array.from(JSON.parse(readFileSync(places.modelAPoint, "utf8")).unconstrained);
  return Float64Array.from({ length: dimension }, (_, i) => 0.1 * Math.sin(i));
}

async function contendersFor(size: Size): Promise<Contender[]> {
  const files = tableOf(size);
  const data = readModelData(files.table);
  const name = `${size.weeks}x${size.channels}`;
  const [dataText, pointText] = [cached(`model_a_${name}.txt`), cached(`point_${name}.txt`)];
  const point = pointFor(size, 4 * data.C + data.K + 2);
  writeText(data, dataText);
  writeFileSync(pointText, `${point.join(" ")}\n`);
  const engine = await enginesCoordinates(files);
  return [
    inProcess(ours, stanCoordinates(data, "wasm"), point),
    ...(hasFused ? [inProcess(fused, stanCoordinates(data, "wasm-fma"), point)] : []),
    compiledC(["-O3"], dataText, pointText),
    compiledC(["-O3", "-march=native"], dataText, pointText),
    compiledC(["-O3", "-march=native", "-ffast-math"], dataText, pointText),
    inProcess(oursInJavaScript, stanCoordinates(data, "javascript"), point),
    inProcess(recursion, tensorFlowDensity(data, "recursion"), point),
    inProcess(product, tensorFlowDensity(data, "product"), point),
    inProcess(
      ourOwn,
      engine,
      new Float64Array(engine.dimension).map((_, i) => 0.1 * Math.sin(i)),
    ),
  ];
}

/** Largest difference relative to the larger of 1 and the expected number. */
function disagreement(contender: Contender, expected: ReturnType<Contender["atPoint"]>): number {
  const { value, gradient } = contender.atPoint();
  const relative = (a: number, b: number): number => Math.abs(a - b) / Math.max(1, Math.abs(b));
  const differences = gradient.map((element, i) => relative(element, expected.gradient[i]));
  return Math.max(relative(value, expected.value), ...differences);
}

/** Float64 systems must agree with each other to 1e-9; float32 carries seven digits through sums of hundreds of terms. */
function checkAgreement(size: Size, contenders: readonly Contender[]): Record<string, number> {
  const reference = contenders.find(({ name }) => name === c)?.atPoint();
  if (reference === undefined) throw new Error(`There is no contender "${c}".`);
  const differences: Record<string, number> = {};
  for (const contender of contenders) {
    if (contender.name === ourOwn) continue;
    const limit = contender.name.startsWith("TensorFlow.js") ? 1e-3 : 1e-9;
    const difference = disagreement(contender, reference);
    if (!(difference <= limit)) {
      throw new Error(
        `${contender.name} at ${size.weeks}x${size.channels} differs from C by ${difference} (limit ${limit}).`,
      );
    }
    differences[contender.name] = difference;
  }
  if (size === ownSize) {
    const stan = JSON.parse(readFileSync(places.modelAPoint, "utf8"));
    const difference = disagreement(contenders[0], { value: stan.lp, gradient: stan.gradient });
    if (!(difference <= 1e-9)) throw new Error(`The gradient differs from Stan's by ${difference}.`);
    differences["Stan's log_prob"] = difference;
  }
  return differences;
}

interface Measured {
  readonly size: Size;
  readonly disagreement: Readonly<Record<string, number>>;
  /** Microseconds per gradient, one for each round, by contender. */
  readonly microseconds: Readonly<Record<string, readonly number[]>>;
}

async function measure(size: Size): Promise<Measured> {
  const contenders = await contendersFor(size);
  const differences = checkAgreement(size, contenders);
  const evaluations = contenders.map((contender) => calibrate(contender, block));
  const microseconds = Object.fromEntries(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    // Every other round goes backwards, so that no contender always follows the same one.
    const order = contenders.map((_, i) => (round % 2 === 0 ? i : contenders.length - 1 - i));
    for (const i of order) microseconds[contenders[i].name].push(contenders[i].time(5, evaluations[i]));
  }
  console.error(`${size.weeks} x ${size.channels}: ${contenders.length} contenders, ${rounds} rounds`);
  return { size, disagreement: differences, microseconds };
}

async function measureAll(): Promise<Measured[]> {
  const all: Measured[] = [];
  for (const size of sizes) all.push(await measure(size));
  return all;
}

const backend = await startTensorFlow();
const measured = await measureAll().catch((error: Error) => {
  // Not left to be uncaught: TensorFlow.js would print its own source with it.
  console.error(error.stack);
  process.exit(1);
});

const names = Object.keys(measured[0].microseconds);
const elements = sizes.map(({ weeks, channels }) => weeks * channels);
const growth = (name: string): number =>
  growthExponent(
    elements,
    measured.map(({ microseconds }) => median(microseconds[name])),
  );
/** Of TensorFlow.js's two forms, the one that is quicker at this size. */
const quicker = ({ microseconds }: Measured): string =>
  median(microseconds[recursion]) < median(microseconds[product]) ? recursion : product;
const againstC = measured.map(({ microseconds }): Spread => ratios(microseconds[ours], microseconds[c]));
const overTensorFlow = measured.map(
  (each): Spread => ratios(each.microseconds[quicker(each)], each.microseconds[ours]),
);
const sizeName = ({ weeks, channels }: Size): string => `${weeks} x ${channels}`;
const made = machine();

publish(
  {
    name: "gradient",
    result: {
      machine: made,
      tensorflow: backend,
      rounds,
      measured,
      ratios: sizes.map((size, i) => ({
        size,
        "WebAssembly / C -O3": againstC[i],
        "TensorFlow.js / WebAssembly": { form: quicker(measured[i]), ...overTensorFlow[i] },
      })),
      growth: Object.fromEntries(names.map((name) => [name, growth(name)])),
    },
    lines: [
      `${machineLine(made)}; ${backend}. ${rounds} interleaved rounds.`,
      "",
      "Microseconds per log density with gradient: median over the rounds (range). Growth: exponent of cost over weeks x channels.",
      "",
      ...table(
        ["", ...sizes.map(sizeName), "growth"],
        names.map((name) => [
          name,
          ...measured.map(({ microseconds }) => shortSpread(spread(microseconds[name]))),
          short(growth(name)),
        ]),
      ),
      "",
      ...table(
        ["ratio, round by round", ...sizes.map(sizeName)],
        [
          [
            "WebAssembly / C -O3",
            ...againstC.map((ratio) => `${shortSpread(ratio)}; ${targetWords(ratio.median, "at most", 1)}`),
          ],
          ...[ours, fused]
            .filter((name) => name in measured[0].microseconds)
            .map((name) => [
              `${name.split(",")[0]} / C -O3 -march=native -ffast-math`,
              ...measured.map(({ microseconds }) => {
                const ratio = ratios(microseconds[name], microseconds[fastC]);
                return `${shortSpread(ratio)}; ${targetWords(ratio.median, "at most", 1.25)}`;
              }),
            ]),
          [
            "WebAssembly / JavaScript backend",
            ...measured.map(({ microseconds }) =>
              shortSpread(ratios(microseconds[ours], microseconds[oursInJavaScript])),
            ),
          ],
          [
            "TensorFlow.js (its quicker form) / WebAssembly",
            ...overTensorFlow.map(
              (ratio, i) =>
                `${shortSpread(ratio)}, ${quicker(measured[i]).split(", ")[1]}; ${targetWords(ratio.median, "at least", 300)}`,
            ),
          ],
          [
            "TensorFlow.js (recursion) / WebAssembly",
            ...measured.map(({ microseconds }) => shortSpread(ratios(microseconds[recursion], microseconds[ours]))),
          ],
        ],
      ),
      "",
      "Largest relative difference from C -O3, value and gradient, at one point: " +
        `${measured.map(({ size, disagreement: by }) => `${sizeName(size)}: ${by[ours].toExponential(1)} (TensorFlow.js ${Math.max(by[recursion], by[product]).toExponential(1)})`).join("; ")}; ` +
        `from Stan's own log_prob at 104 x 3: ${measured[0].disagreement["Stan's log_prob"].toExponential(1)}.`,
    ],
  },
  !quick,
);
