// Lanes that are computed together: leapfrog steps as tensor operations, and one download at the end.

import { identityMetrics, type LaneTrajectories } from "../lanes.ts";
import { leapfrogWeights } from "./leapfrog-weights.ts";
import type { Tensor, TensorFlow } from "./library.ts";
import { type PreparedRequest, programFor, transposed } from "./program.ts";

export interface LanePiece {
  /** Takes what belongs to its fits from the inverse mass matrices of all fits. */
  setMetric(inverseMass: Float64Array): void;
  /** Issues the leapfrog steps of its lanes, and writes where they lead when that is known. */
  integrate(trajectories: LaneTrajectories): Promise<void>;
  dispose(): void;
}

export interface LanePlace {
  readonly firstFit: number;
  /** First lane of the engine. */
  readonly firstLane: number;
  /** Lanes of each fit. */
  readonly chains: number;
}

/** [dimension, lanes] each, and [1, lanes] of the log density. */
interface Ends {
  readonly position: Tensor;
  readonly momentum: Tensor;
  readonly gradient: Tensor;
  readonly logDensity: Tensor;
}

/** Lanes of the fits whose values are `given`, fit after fit. */
export function lanePiece(
  prepared: PreparedRequest,
  given: readonly (readonly Float64Array[])[],
  { firstFit, firstLane, chains }: LanePlace,
  tf: TensorFlow,
): LanePiece {
  const whole = programFor(prepared, given, chains, tf);
  // On the way only the gradient is needed.
  const gradientOutputs = prepared.request.outputs.map((_, i) => i).slice(1);
  const alone = programFor(prepared, given, chains, tf, gradientOutputs);
  const { dimension, lanes } = whole;
  const fits = given.length;
  const metrics = (values: Float64Array): Tensor =>
    tf.tensor3d(Float32Array.from(values), [fits, dimension, dimension]);
  let inverseMass = metrics(identityMetrics({ dimension, fits }));

  /** M^-1 p, with the matrix of each fit for its lanes. */
  const velocity = (momentum: Tensor): Tensor => {
    if (fits === 1) return tf.matMul(inverseMass.reshape([dimension, dimension]), momentum);
    const byFit = momentum.reshape([dimension, fits, chains]).transpose([1, 0, 2]);
    return tf.matMul(inverseMass, byFit).transpose([1, 0, 2]).reshape([dimension, lanes]);
  };
  const atPosition = (position: Tensor): Pick<Ends, "logDensity" | "gradient"> => {
    const [logDensity, ...gradient] = whole.issue(position);
    return { logDensity, gradient: tf.concat(gradient, 0) };
  };
  const gradientAt = (position: Tensor): Tensor => tf.concat(alone.issue(position), 0);
  const row = (values: Float32Array): Tensor => tf.tensor2d(values, [1, lanes]);

  const leapfrogs = (trajectories: LaneTrajectories): Ends => {
    const upload = (values: Float32Array): Tensor => {
      const own = values.subarray(firstLane * dimension, (firstLane + lanes) * dimension);
      return tf.tensor2d(transposed(own, lanes, dimension), [dimension, lanes]);
    };
    const { most, kicks, drifts } = leapfrogWeights(trajectories, firstLane, lanes);
    let position = upload(trajectories.position);
    const start = upload(trajectories.gradient);
    let momentum = upload(trajectories.momentum).add(row(kicks[0]).mul(start));
    for (let step = 1; step < most; step++) {
      // What is made in a step dies with it, and so do the position and the momentum before it.
      const [nextPosition, nextMomentum] = tf.tidy((): [Tensor, Tensor] => {
        const moved = position.add(row(drifts[step]).mul(velocity(momentum)));
        return [moved, momentum.add(row(kicks[step]).mul(gradientAt(moved)))];
      });
      position.dispose();
      momentum.dispose();
      [position, momentum] = [nextPosition, nextMomentum];
    }
    if (most > 0) position = position.add(row(drifts[most]).mul(velocity(momentum)));
    const { gradient, logDensity } = atPosition(position);
    if (most > 0) momentum = momentum.add(row(kicks[most]).mul(gradient));
    return { position, momentum, gradient, logDensity };
  };

  return {
    setMetric(all) {
      inverseMass.dispose();
      inverseMass = metrics(all.subarray(firstFit * dimension ** 2, (firstFit + fits) * dimension ** 2));
    },
    async integrate(trajectories) {
      const result = tf.tidy(() => {
        const { position, momentum, gradient, logDensity } = leapfrogs(trajectories);
        return tf.concat([position, momentum, gradient, logDensity], 0);
      });
      try {
        write(await result.data<"float32">(), trajectories, firstLane, lanes, dimension);
      } finally {
        result.dispose();
      }
    },
    dispose() {
      for (const each of [whole, alone, inverseMass]) each.dispose();
    },
  };
}

/** Writes [3 dimension + 1, lanes] of position, momentum, gradient and log density; the log density of a lane that broke is NaN. */
function write(
  values: Float32Array,
  { position, momentum, gradient, logDensity }: LaneTrajectories,
  firstLane: number,
  lanes: number,
  dimension: number,
): void {
  for (let lane = 0; lane < lanes; lane++) {
    let finite = true;
    [position, momentum, gradient].forEach((target, part) => {
      for (let i = 0; i < dimension; i++) {
        const value = values[(part * dimension + i) * lanes + lane];
        target[(firstLane + lane) * dimension + i] = value;
        finite &&= Number.isFinite(value);
      }
    });
    logDensity[firstLane + lane] = finite ? values[3 * dimension * lanes + lane] : Number.NaN;
  }
}
