// What a gradient costs in many lanes: the WGSL kernel and TensorFlow.js by number of lanes, beside the WebAssembly that one chain runs on;
// and what arithmetic a gradient is and how many bytes it moves, from which a reader can work out what another GPU would do.
//
//   npx tsx benchmarks/lanes.ts [--most 4096] [--quick]

import { mediaDataFromColumns } from "../src/data/panel/from-columns.ts";
import { columnsByName, generate } from "../src/data/worlds/generate.ts";
import type { LaneData, LaneEngine } from "../src/compile/lanes.ts";
import { lower } from "../src/compile/lower.ts";
import { openTensorflow, tensorflowLaneEngine } from "../src/compile/tensorflow/index.ts";
import { kernelCost, openGpu, wgslLaneEngine } from "../src/compile/wgsl/index.ts";
import { makeDesign } from "../src/mmm/fit/design.ts";
import { mediaMixModel, modelData } from "../src/mmm/fit/model.ts";
import { resolve } from "../src/mmm/specification/resolve.ts";
import { bindModel, compileProgram, densityRequest } from "../src/model/index.ts";
import { randomStream } from "../src/numerics/random.ts";
import { fiveChannels, weeks } from "./batch/tables.ts";
import { machine, machineLine } from "./harness/machine.ts";
import { readOptions } from "./harness/options.ts";
import { publish, table } from "./harness/report.ts";
import { median, short } from "./harness/statistics.ts";

const { most, quick } = readOptions({ most: [4096, 64] });
const laneCounts = [1, 4, 16, 64, 256, 1024, 4096].filter((count) => count <= most);
const lanesPerFit = 16;
/** Repetitions, of which the median is taken, and gradients in one. */
const [repetitions, steps] = quick ? [2, 2] : [5, 8];

async function tableOf(seed: number): ReturnType<typeof mediaDataFromColumns> {
  const { columns } = generate(fiveChannels, { weeks, seed });
  return mediaDataFromColumns(columnsByName(columns));
}

const first = await tableOf(1);
const { spec } = resolve(undefined, first);
const model = mediaMixModel(spec, weeks);
const request = densityRequest(model);
const program = compileProgram(model);
const dataOf = async (seed: number): Promise<LaneData> => modelData(makeDesign(await tableOf(seed), spec));
const fits = await Promise.all(Array.from({ length: Math.ceil(most / lanesPerFit) }, (_, i) => dataOf(i + 1)));

/** Microseconds per gradient of one lane, when `lanes` of them run. */
async function laneMicroseconds(engine: LaneEngine, lanes: number): Promise<number> {
  const { dimension } = engine;
  const random = randomStream([1, lanes]);
  const zeros = (): Float32Array => new Float32Array(lanes * dimension);
  const trajectories = {
    position: zeros().map(() => 0.3 * random.normal()),
    momentum: zeros(),
    gradient: zeros(),
    logDensity: new Float32Array(lanes),
    // So short that lanes stay where gradients are finite.
    stepSize: new Float32Array(lanes).fill(1e-5),
    steps: new Uint32Array(lanes),
  };
  await engine.integrate(trajectories);
  trajectories.steps.fill(steps);
  await engine.integrate(trajectories);
  const times: number[] = [];
  for (let i = 0; i < repetitions; i++) {
    const before = performance.now();
    await engine.integrate(trajectories);
    times.push(performance.now() - before);
  }
  return (1000 * median(times)) / (lanes * steps);
}

type MakeEngine = (fits: readonly LaneData[], lanesPerFit: number) => Promise<LaneEngine>;

/** Seconds after which no more lanes are tried. */
const patience = 60;

async function curve(make: MakeEngine): Promise<number[]> {
  const costs: number[] = [];
  const started = performance.now();
  for (const lanes of laneCounts) {
    if (performance.now() - started > 1000 * patience) break;
    const perFit = Math.min(lanes, lanesPerFit);
    const engine = await make(fits.slice(0, lanes / perFit), perFit);
    try {
      costs.push(await laneMicroseconds(engine, lanes));
    } finally {
      engine.dispose();
    }
    console.log(`  ${lanes} lanes: ${short(costs.at(-1) as number)} us`);
  }
  return costs;
}

interface Contender {
  readonly name: string;
  readonly microseconds?: readonly number[];
  /** Why it could not be measured. */
  readonly missing?: string;
}

async function contender(
  name: string,
  open: () => Promise<{ name: string; make: MakeEngine; dispose(): void }>,
): Promise<Contender> {
  console.log(name);
  try {
    const opened = await open();
    try {
      return { name: opened.name, microseconds: await curve(opened.make) };
    } finally {
      opened.dispose();
    }
  } catch (error) {
    const missing = error instanceof Error ? error.message : String(error);
    console.log(`  not measured: ${missing}`);
    return { name, missing };
  }
}

const tensorflow = (backend: "cpu" | "wasm" | "node" | "webgpu"): Promise<Contender> =>
  contender(`TensorFlow.js ${backend}`, async () => {
    const { tf, name, dispose } = await openTensorflow(backend);
    return { name, make: (data, perFit) => tensorflowLaneEngine(request, data, perFit, tf), dispose };
  });

const contenders: Contender[] = [
  await contender("WGSL", async () => {
    const { device, adapter, dispose } = await openGpu();
    return {
      name: `WGSL on ${adapter}`,
      make: (data, perFit) => wgslLaneEngine(request, data, perFit, device),
      dispose,
    };
  }),
  await tensorflow("wasm"),
  await tensorflow("node"),
  await tensorflow("webgpu"),
];

/** One chain in WebAssembly, float64, on one core: what lanes have to beat, per core. */
function chainMicroseconds(): number {
  const density = bindModel(program, fits[0] as Record<string, Float64Array>).density();
  const position = new Float64Array(density.dimension).fill(0.1);
  const gradient = new Float64Array(density.dimension);
  const rounds = Array.from({ length: 7 }, () => {
    const before = performance.now();
    for (let i = 0; i < 5000; i++) density.evaluate(position, gradient);
    return (performance.now() - before) / 5;
  });
  return median(rounds.slice(1));
}

const chain = chainMicroseconds();
const cost = kernelCost(lower(request).program);
const { additions, multiplications, divisions, selections, functions } = cost.operations;
const calls = Object.entries(functions).map(([name, count]) => `${count} ${name}`);
const kibibytes = (count: number): string => `${(count / 1024).toFixed(1)} KiB`;
const lines = [
  `${machineLine(machine())}. Default model, ${weeks} weeks x 5 channels, ${bindModel(program, fits[0] as Record<string, Float64Array>).dimension} coordinates; ${lanesPerFit} lanes a fit; ${steps} leapfrogs a call, median of ${repetitions}.`,
  "",
  `Microseconds per gradient and lane, all cores in use (-: not tried, because fewer lanes had taken ${patience} s):`,
  "",
  ...table(
    ["lanes", ...laneCounts.map(String)],
    contenders.map(({ name, microseconds }) => [
      name,
      ...laneCounts.map((_, i) =>
        microseconds === undefined
          ? i === 0
            ? "not measured"
            : ""
          : i < microseconds.length
            ? short(microseconds[i])
            : "-",
      ),
    ]),
  ),
  "",
  ...contenders.flatMap(({ name, missing }) =>
    missing === undefined ? [] : [`${name} was not measured: ${missing.split("\n")[0]}`, ""],
  ),
  `One chain in WebAssembly, float64, on one core: ${short(chain)} microseconds.`,
  "",
  `A gradient of one lane in the WGSL kernel: ${additions} additions, ${multiplications} multiplications, ${divisions} divisions, ${selections} comparisons and selections, ${calls.join(", ")}; ` +
    `reads ${kibibytes(cost.read.lane)} of the lane's memory, ${kibibytes(cost.read.fit)} of the fit's data (shared by its lanes), ${kibibytes(cost.read.constant + cost.read.tables)} of constants and tables, writes ${kibibytes(cost.written)}.`,
];
publish({ name: "lanes", result: { machine: machine(), laneCounts, contenders, chain, cost }, lines }, !quick);
process.exit(0);
