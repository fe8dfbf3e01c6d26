// Many chains on TensorFlow.js: leapfrogs of all lanes as tensor operations, in pieces whose tensors stay in the processor's cache.

import { sizeOf, topologicalOrder } from "../../graph/index.ts";
import type { CompileRequest } from "../program.ts";
import { checkMetrics, checkTrajectories, disposedError, type LaneData, type LaneEngine } from "../lanes.ts";
import { lanePiece } from "./lane-piece.ts";
import type { TensorFlow } from "./library.ts";
import { prepareRequest } from "./program.ts";
import { givenValues } from "./static-part.ts";

export interface TensorFlowLaneOptions {
  /** Lanes that are computed at once; see `lanesAtOnce` for the default. */
  readonly lanesAtOnce?: number;
}

/**
 * Elements of the largest tensor where lanes share a processor's cache: 2 MiB of float32. Of the default media mix model with 104 weeks and
 * 5 channels these are 1008 lanes, where a gradient of a lane took 13.5 us on the wasm backend; 17.5 at 256 lanes, 15.5 at 4096.
 */
const cachedElements = 2 ** 19;

/** Elements of the largest tensor on a GPU: 64 MiB of float32. A gradient keeps some dozens of such tensors. */
const mostElements = 2 ** 24;

/**
 * Lanes on the current backend of `tf`, which has to stay the current one. `request` gives the log density, then its gradient in the order
 * of the position, as `densityRequest` makes it; `fits` are the data sets; lane `fit * lanesPerFit + chain` is a chain of `fit`.
 * @throws RangeError when the request has other outputs
 */
export async function tensorflowLaneEngine(
  request: CompileRequest,
  fits: readonly LaneData[],
  lanesPerFit: number,
  tf: TensorFlow,
  options: TensorFlowLaneOptions = {},
): Promise<LaneEngine> {
  const dimension = request.parameters.reduce((total, { shape }) => total + sizeOf(shape), 0);
  checkOutputs(request, dimension);
  const prepared = prepareRequest(request, tf);
  const given = givenValues(prepared.parts, fits);
  const most = options.lanesAtOnce ?? lanesAtOnce(request, tf.getBackend());
  const pieces = divide(fits.length, lanesPerFit, most).map(({ fit, fits: count, chain, chains }) =>
    lanePiece(
      prepared,
      given.slice(fit, fit + count),
      { firstFit: fit, firstLane: fit * lanesPerFit + chain, chains },
      tf,
    ),
  );
  await tf.ready();
  const counts = { dimension, fits: fits.length, lanesPerFit };
  let disposed = false;
  return {
    name: `tensorflow ${tf.getBackend()}`,
    ...counts,
    setMetric(inverseMass) {
      if (disposed) throw disposedError();
      checkMetrics(inverseMass, counts);
      for (const piece of pieces) piece.setMetric(inverseMass);
    },
    async integrate(trajectories) {
      if (disposed) throw disposedError();
      checkTrajectories(trajectories, counts);
      // All are issued before the first is waited for, so that a device is never idle.
      await Promise.all(pieces.map((piece) => piece.integrate(trajectories)));
    },
    dispose() {
      disposed = true;
      for (const piece of pieces.splice(0)) piece.dispose();
    },
  };
}

/** As many lanes as leave the largest tensor below a limit, at least one. */
function lanesAtOnce(request: CompileRequest, backend: string): number {
  const sizes = topologicalOrder(request.outputs.map(({ node }) => node)).map(({ shape }) => sizeOf(shape));
  const limit = backend === "webgpu" || backend === "webgl" ? mostElements : cachedElements;
  return Math.max(1, Math.floor(limit / Math.max(1, ...sizes)));
}

interface Share {
  /** First fit, and how many. */
  readonly fit: number;
  readonly fits: number;
  /** First chain of each fit, and how many. */
  readonly chain: number;
  readonly chains: number;
}

/** Whole fits together, or parts of one fit where its lanes alone are too many. */
function divide(fits: number, lanesPerFit: number, most: number): Share[] {
  const shares: Share[] = [];
  if (lanesPerFit > most) {
    for (let fit = 0; fit < fits; fit++) {
      for (let chain = 0; chain < lanesPerFit; chain += most) {
        shares.push({ fit, fits: 1, chain, chains: Math.min(most, lanesPerFit - chain) });
      }
    }
    return shares;
  }
  const together = Math.floor(most / lanesPerFit);
  for (let fit = 0; fit < fits; fit += together) {
    shares.push({ fit, fits: Math.min(together, fits - fit), chain: 0, chains: lanesPerFit });
  }
  return shares;
}

function checkOutputs({ outputs }: CompileRequest, dimension: number): void {
  const [logDensity, ...gradient] = outputs.map(({ node }) => sizeOf(node.shape));
  if (logDensity === 1 && gradient.reduce((total, size) => total + size, 0) === dimension) return;
  throw new RangeError("A lane engine takes a log density and its gradient, one number for each coordinate.");
}
