// The other systems on model A: scripts of ../peers, each run as a process of its own with its system's defaults.

import { existsSync } from "node:fs";
import { cached } from "../harness/places.ts";
import { firstLine } from "../harness/machine.ts";
import { peerPython, peerScript as script, runPeerProcess, type Written } from "../harness/peer-process.ts";
import type { Draws } from "../../src/diagnostics/draws.ts";
import { type ModelADraws, parameterNames, qualityOf, type Run } from "./quality.ts";

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

const python = peerPython("venv");
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
  rstan("stan-reparametrized", "a_reparametrised.stan"),
  pythonPeer("httpstan", "pystan, a.stan", ["pystan_model.py", script("a.stan")]),
  pythonPeer("httpstan-reparametrized", "pystan, a_reparametrised.stan", [
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
  const { written, draws } = await runPeerProcess(peer.command({ ...request, out }), out);
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
    ...qualityOf(inStansOrder(draws)),
  };
}

function inStansOrder(draws: ReadonlyMap<string, Draws>): ModelADraws {
  return parameterNames.map((name) => {
    const found = draws.get(name);
    if (found === undefined) throw new Error(`The peer wrote no parameter ${name}.`);
    return found;
  });
}
