// The other systems on model A: scripts of ../peers, each run as a process of its own with its system's defaults.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cached, places } from "../harness/places.ts";
import { firstLine } from "../harness/machine.ts";
import { type ModelADraws, parameterNames, qualityOf } from "./quality.ts";
import type { Run } from "./run.ts";

/** What the scripts are asked for. */
export interface Request {
  readonly data: string;
  readonly warmup: number | undefined;
  readonly draws: number;
  readonly seed: number;
  readonly out: string;
}

export interface Peer {
  /** As it is asked for with --systems. */
  readonly name: string;
  /** As it stands in the table. */
  readonly label: string;
  /** Executable and arguments. */
  command(request: Request): readonly string[];
  /** Where the whole wall time with compiling is, in what the script wrote. */
  readonly cold: (written: Written) => number;
  readonly warm: (written: Written) => number | undefined;
}

interface Written {
  readonly version: string;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  readonly compile_seconds: number;
  readonly sampling_seconds: number;
  readonly divergences: number;
  readonly leapfrogs_per_draw: number;
  readonly parameters: readonly string[];
  readonly draws_file: string;
}

const python = join(places.cache, "venv/bin/python");
const script = (name: string): string => join(places.peers, name);
const both = ({ compile_seconds, sampling_seconds }: Written): number => compile_seconds + sampling_seconds;
const sampling = ({ sampling_seconds }: Written): number => sampling_seconds;

function rstan(name: string, program: string): Peer {
  return {
    name,
    label: `rstan, ${program}`,
    command: ({ data, warmup, draws, seed, out }) => {
      const values = [script(program), data, 4, warmup ?? 1000, draws, 0.8, "diag_e", seed, 2, out];
      return ["Rscript", script("stan.R"), ...values.map(String)];
    },
    cold: both,
    warm: sampling,
  };
}

function pythonPeer(
  name: string,
  label: string,
  first: readonly string[],
  rest: Partial<Peer> & { tune?: string } = {},
): Peer {
  return {
    name,
    label,
    command: ({ data, warmup, draws, seed, out }) => {
      const tuned = warmup === undefined ? [] : [rest.tune ?? "--warmup", String(warmup)];
      return [
        python,
        script(first[0]),
        ...first.slice(1),
        data,
        out,
        "--draws",
        String(draws),
        "--seed",
        String(seed),
        ...tuned,
      ];
    },
    cold: rest.cold ?? both,
    warm: rest.warm ?? sampling,
  };
}

export const peers: readonly Peer[] = [
  rstan("stan", "a.stan"),
  rstan("stan-reparametrised", "a_reparametrised.stan"),
  pythonPeer("httpstan", "pystan, a.stan", ["pystan_model.py", script("a.stan")]),
  pythonPeer("httpstan-reparametrised", "pystan, a_reparametrised.stan", [
    "pystan_model.py",
    script("a_reparametrised.stan"),
  ]),
  pythonPeer("nutpie", "PyMC with nutpie", ["pymc_nutpie.py"], { tune: "--tune" }),
  pythonPeer("numpyro", "NumPyro", ["numpyro_model.py"]),
  // PyMC's own sampler compiles while it samples.
  pythonPeer("pymc", "PyMC, its own sampler", ["pymc_nutpie.py", "--sampler", "pymc"], {
    tune: "--tune",
    cold: sampling,
    warm: () => undefined,
  }),
];

/** What has to be installed before `peer` can run, if anything. */
export function missing(peer: Peer): string | undefined {
  const [executable] = peer.command({ data: "", warmup: undefined, draws: 1, seed: 1, out: "" });
  const there = executable === python ? existsSync(python) : firstLine(executable, ["--version"]) !== "not installed";
  return there ? undefined : `${peer.label} is not installed: run \`bash benchmarks/peers/setup.sh\`.`;
}

/** Runs a peer; rejects with the end of what it printed when it fails. */
export async function runPeer(peer: Peer, round: number, request: Omit<Request, "out">): Promise<Run> {
  const out = cached(`peers/${peer.name}_${round}.json`);
  rmSync(out, { force: true });
  await finished(peer.command({ ...request, out }));
  const written = JSON.parse(readFileSync(out, "utf8")) as Written;
  return {
    system: peer.name,
    version: written.version,
    round,
    seed: request.seed,
    warmup: written.warmup,
    draws: written.draws,
    warmSeconds: peer.warm(written),
    coldSeconds: peer.cold(written),
    divergences: written.divergences,
    leapfrogsPerDraw: written.leapfrogs_per_draw,
    ...qualityOf(readDraws(written)),
  };
}

/** Little-endian float64, [parameter][chain][draw]. */
function readDraws({ parameters, chains, draws, draws_file }: Written): ModelADraws {
  const bytes = readFileSync(cached(`peers/${draws_file}`));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const each = chains * draws;
  if (values.length !== each * parameters.length) throw new Error(`${draws_file} has ${values.length} numbers.`);
  return parameterNames.map((name) => {
    const place = parameters.indexOf(name);
    if (place < 0) throw new Error(`${draws_file} has no parameter ${name}.`);
    return { chains, draws, values: values.slice(place * each, (place + 1) * each) };
  });
}

/** In .cache, because setuptools, which builds Stan programs for pystan, leaves a folder where it runs. */
function finished([executable, ...values]: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(executable, values, { cwd: places.cache, stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        printed = (printed + text).slice(-4000);
      });
    }
    child.once("error", reject);
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`ended with ${code}: ${printed.trim().split("\n").slice(-3).join(" / ")}`));
    });
  });
}
