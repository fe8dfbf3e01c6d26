// What a run folder holds: names of its files, and the records in its JSON files (documents.ts).
//
// JSON has no NaN and no infinities: a figure that is not finite (the R-hat of a constant, an ESS of too few draws) is null.

import type { Backend } from "../../compile/index.ts";
import type { ColumnRole } from "../../data/roles/index.ts";
import type { ArrayLabels } from "../../model/index.ts";
import type { NamedAxis } from "../../diagnostics/fit/index.ts";
import type { ModelFile, Provenance } from "../../mmm/specification/index.ts";
import type { PrivacyRecord } from "../../privacy/release/index.ts";

export const runFiles = {
  spec: "spec.json",
  draws: "draws.f64",
  drawsIndex: "draws.json",
  summary: "summary.json",
  summaryTable: "summary.csv",
  diagnostics: "diagnostics.json",
  data: "data.json",
  report: "report.html",
  manifest: "manifest.json",
  /** Both in runs that can go on; of finished ones without the draws, which draws.f64 has. */
  resume: "resume.json",
  resumeArrays: "resume.bin",
} as const;

/** Everything that may be in a run folder; a folder that holds anything else is never replaced. */
export const knownRunFiles: ReadonlySet<string> = new Set(Object.values(runFiles));

/** What file managers and our own writers that died leave in any folder; it belongs to no one. */
export function isLitter(name: string): boolean {
  return /^(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|\.directory|\.nfs[0-9a-f]+|\.report\.html\.carryover-.*)$/.test(
    name,
  );
}

/** Lanes that a fit was sampled on, in place of the chains that its specification speaks of, with as many draws in all. */
export interface LaneRecord {
  /** `webgpu (NVIDIA H100)`. */
  readonly engine: string;
  readonly chains: number;
  readonly starting_points: number;
  readonly warmup: number;
  /** Per chain. */
  readonly draws: number;
}

/** How the fit was asked for. */
export interface RunOrigin {
  /** The command line, or what a program that uses the library says of itself. */
  readonly command: string;
  /** Path of the table; kept absolute. */
  readonly dataPath: string;
  readonly backend: Backend;
  readonly threads: number;
  /** Absent for a fit by NUTS. */
  readonly lanes?: LaneRecord;
  /** The run whose model this one fits to a newer table; absent otherwise. */
  readonly refreshes?: RefreshedRun;
}

/** A run that another one follows. */
export interface RefreshedRun {
  /** Its folder, absolute. */
  readonly run: string;
  /** By which it is known wherever it lies. */
  readonly seal: string;
}

/** What spec.json holds. */
export interface RunRecord {
  /** False when the fit was canceled: the draws are what all chains had finished. */
  readonly complete: boolean;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** V8 computes Math.exp and its like; another version may round them otherwise, and then a chain goes other ways. */
  readonly versions: { readonly carryover: string; readonly node: string; readonly v8: string };
  readonly command: string;
  readonly backend: Backend;
  readonly threads: number;
  /** Where the fit was sampled on lanes by jittered HMC, not by NUTS as its specification has it. */
  readonly lanes?: LaneRecord;
  /** The run whose model this one fits to a newer table; absent otherwise. */
  readonly refreshes?: RefreshedRun;
  readonly seed: number;
  /** Where there were divergences: the target acceptance with which it was sampled again, in place of that of the specification. */
  readonly target_accept?: number;
  readonly data: {
    /** Absolute path at the time of the fit. */
    readonly path: string;
    /** SHA-256 of the file. */
    readonly sha256: string;
  };
  /** A complete model file: every default written out. */
  readonly specification: ModelFile;
  /** What each column of the table is and why, in its order; absent in runs of earlier versions. */
  readonly columns?: readonly ColumnRole[];
  /** Where each value of the specification comes from. */
  readonly provenance: readonly Provenance[];
  /** How the table was protected when it was published; absent where no column has noise. */
  readonly privacy?: PrivacyRecord;
}

export type ColumnKind = "parameter" | "quantity" | "sampler" | "position" | "log_likelihood";

/** One column of draws.f64. */
export interface ColumnRecord {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Quantities only. */
  readonly unit?: string;
  /** Quantities whose elements have different units: one for each. */
  readonly units?: readonly string[];
  /** Parameters and quantities: what they vary over, outermost first; none for a single number. */
  readonly axes?: readonly NamedAxis[];
  /** Positions: labels along each axis of the coordinate. */
  readonly labels?: ArrayLabels["labels"];
  /**
   * Where the column begins, in bytes; it has chains * draws numbers, chain after chain, for each of its elements in row-major order
   * of the axes. Log likelihoods are of fewer draws where `log_likelihood_every` says so.
   */
  readonly offset: number;
}

/** What draws.json holds. */
export interface DrawsRecord {
  /** Little-endian IEEE 754 double precision. */
  readonly type: "float64le";
  readonly chains: number;
  /** Draws per chain. */
  readonly draws: number;
  /**
   * Log likelihoods are of every so many-th draw of each chain alone, because those of all draws would be too many; absent where they are of
   * all.
   */
  readonly log_likelihood_every?: number;
  readonly columns: readonly ColumnRecord[];
}

/** What resume.json holds. */
export interface ResumeRecord {
  /** Bytes of resume.bin that hold arrays; what follows says what they are. The version of carryover that wrote it alone reads them. */
  readonly arrays: number;
}
