// Where benchmarks keep things. What is under .cache can be made again and is not committed.

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

export interface Places {
  readonly repository: string;
  readonly readme: string;
  readonly results: string;
  readonly cache: string;
  readonly peers: string;
  readonly weekly: string;
  /** Model A as a model file, its reference posterior, and Stan's log density and gradient at one point. */
  readonly modelA: string;
  readonly modelASummary: string;
  readonly modelAPoint: string;
  readonly baseline: string;
  readonly panelBaseline: string;
}

export const places: Places = {
  repository: folder("../"),
  readme: folder("README.md"),
  results: folder("results/"),
  cache: folder(".cache/"),
  peers: folder("peers/"),
  weekly: folder("data/weekly.csv"),
  modelA: folder("data/stan_reference/a.yaml"),
  modelASummary: folder("data/stan_reference/a_summary.json"),
  modelAPoint: folder("data/stan_reference/a_logp.json"),
  baseline: folder("gradient/baseline.c"),
  panelBaseline: folder("gradient/panel.c"),
};

/** Path of a file under .cache; its folder is made. */
export function cached(name: string): string {
  const path = `${places.cache}${name}`;
  mkdirSync(path.slice(0, path.lastIndexOf("/")), { recursive: true });
  return path;
}
