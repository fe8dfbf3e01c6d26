// Another system's script of ../peers as a process of its own, and what it wrote (form: peers/README.md).

import { spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Draws } from "../../src/diagnostics/draws.ts";
import { places } from "./places.ts";

/** OUT.json. */
export interface Written {
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

export interface PeerOutput<W extends Written = Written> {
  readonly written: W;
  /** By name of the parameter, in the order of the file. */
  readonly draws: ReadonlyMap<string, Draws>;
}

/** Path of a script of ../peers. */
export const peerScript = (name: string): string => join(places.peers, name);

/** The Python of an environment that peers/setup.sh makes. */
export const peerPython = (environment: string): string => join(places.cache, environment, "bin/python");

/** Runs `command`, which writes `out`; rejects with the end of what it printed when it fails. */
export async function runPeerProcess<W extends Written = Written>(
  command: readonly string[],
  out: string,
): Promise<PeerOutput<W>> {
  rmSync(out, { force: true });
  await finished(command);
  return readPeerOutput(out);
}

/** What a script has written: the figures of OUT.json, and the draws beside it (little-endian float64, [parameter][chain][draw]). */
export function readPeerOutput<W extends Written = Written>(out: string): PeerOutput<W> {
  const written = JSON.parse(readFileSync(out, "utf8")) as W;
  const { parameters, chains, draws, draws_file } = written;
  const bytes = readFileSync(join(dirname(out), draws_file));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const each = chains * draws;
  if (values.length !== each * parameters.length) throw new Error(`${draws_file} has ${values.length} numbers.`);
  return {
    written,
    draws: new Map(
      parameters.map((name, place) => [
        name,
        { chains, draws, values: values.slice(place * each, (place + 1) * each) },
      ]),
    ),
  };
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
