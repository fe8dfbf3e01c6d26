// PyMC-Marketing and Meridian: scripts of ../peers, each run as a process of its own with its system's defaults.

import { existsSync } from "node:fs";
import { peerPython, peerScript, runPeerProcess, type Written } from "../harness/peer-process.ts";
import { cached } from "../harness/places.ts";
import { type MarketingRun, worthOf } from "./run.ts";

export interface MarketingPeer {
  /** As it is asked for with --systems. */
  readonly name: string;
  /** As it stands in the table. */
  readonly label: string;
  /** Whether its posterior is the one of the model file. */
  readonly samePosterior: boolean;
  readonly python: string;
  readonly script: string;
}

export const marketingPeers: readonly MarketingPeer[] = [
  {
    name: "pymc-marketing",
    label: "PyMC-Marketing",
    samePosterior: true,
    python: peerPython("venv-pymc-marketing"),
    script: peerScript("marketing_pymc.py"),
  },
  {
    name: "meridian",
    label: "Meridian (same data, its own model)",
    samePosterior: false,
    python: peerPython("venv-meridian"),
    script: peerScript("marketing_meridian.py"),
  },
];

/** What has to be installed before `peer` can run, if anything. */
export function missing({ label, python }: MarketingPeer): string | undefined {
  return existsSync(python)
    ? undefined
    : `${label} is not installed: run \`bash benchmarks/peers/setup.sh\`, which says why where it cannot.`;
}

interface WrittenAgain extends Written {
  readonly again_seconds: number;
}

export interface Length {
  /** The system's own by default. */
  readonly warmup: number | undefined;
  readonly draws: number;
}

/** Runs a peer; rejects with the end of what it printed when it fails. */
export async function runMarketingPeer(
  peer: MarketingPeer,
  table: string,
  round: number,
  { warmup, draws }: Length,
): Promise<MarketingRun> {
  const out = cached(`peers/marketing_${peer.name}_${round}.json`);
  const tuned = warmup === undefined ? [] : ["--warmup", String(warmup)];
  const values = [table, out, "--draws", String(draws), "--seed", String(round), ...tuned];
  const { written, draws: sampled } = await runPeerProcess<WrittenAgain>([peer.python, peer.script, ...values], out);
  return {
    system: peer.name,
    version: written.version,
    round,
    seed: round,
    warmup: written.warmup,
    warmSeconds: written.sampling_seconds,
    againSeconds: written.again_seconds,
    coldSeconds: written.compile_seconds + written.sampling_seconds,
    divergences: written.divergences,
    leapfrogsPerDraw: written.leapfrogs_per_draw,
    ...worthOf(sampled, written.leapfrogs_per_draw),
  };
}
