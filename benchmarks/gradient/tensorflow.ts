// Model A over Stan's coordinates in TensorFlow.js on its WebAssembly backend (float32), as a user of tfjs would write it.

import { fileURLToPath } from "node:url";
import * as tf from "@tensorflow/tfjs";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import type { LogDensity } from "../../src/sampling/density.ts";
import type { ModelData } from "../model-a/data.ts";

/** How spend is carried over: the recursion week by week, or a product of lagged spend with powers of the decay. */
export type Adstock = "recursion" | "product";

/** Starts the backend; returns what it runs on. */
export async function startTensorFlow(): Promise<string> {
  setWasmPaths(fileURLToPath(new URL("../../node_modules/@tensorflow/tfjs-backend-wasm/dist/", import.meta.url)));
  if (!(await tf.setBackend("wasm"))) throw new Error("TensorFlow.js could not start its WebAssembly backend.");
  await tf.ready();
  const simd = (await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT")) ? "SIMD" : "no SIMD";
  return `TensorFlow.js ${tf.version.tfjs}, ${tf.getBackend()} backend, ${simd}, float32`;
}

/** Tensors of the data live as long as the process. */
export function tensorFlowDensity(data: ModelData, adstock: Adstock): LogDensity {
  const { T, C, K } = data;
  const spend = tf.tensor2d(data.X.map((row) => [...row]));
  const controls = tf.tensor2d(data.Z.map((row) => [...row]));
  const response = tf.tensor1d([...data.y]);
  const carriedOver = adstock === "recursion" ? recursion(spend) : product(data);

  const logDensity = (...parameters: tf.Tensor[]): tf.Scalar => {
    const [logitDecay, logSlope, logHalf, logCoef, gamma, intercept, logSigma] = parameters;
    const [decay, slope, coef, sigma] = [tf.sigmoid(logitDecay), tf.exp(logSlope), tf.exp(logCoef), tf.exp(logSigma)];
    const distance = tf.log(carriedOver(decay)).sub(logHalf);
    const hill = tf.sigmoid(distance.mul(slope));
    const media = tf.matMul(hill, coef.reshape([C, 1])).reshape([T]);
    const controlled = tf.matMul(controls, gamma.reshape([K, 1])).reshape([T]);
    const residual = response.sub(media).sub(controlled).sub(intercept).div(sigma);
    const terms = [
      tf
        .log(decay)
        .add(tf.log(tf.sub(1, decay)))
        .sum()
        .mul(2),
      logSlope.mul(4).sub(slope.mul(2)).sum(),
      logHalf
        .square()
        .sum()
        .mul(-0.5 / 0.49),
      coef.square().mul(-0.5).add(logCoef).sum(),
      sigma.square().mul(-2).add(logSigma),
      gamma.square().sum().mul(-0.5),
      intercept.square().mul(-0.02),
      residual.square().sum().mul(-0.5).sub(logSigma.mul(T)),
    ];
    return tf.addN(terms.map((term) => term.reshape([]))) as tf.Scalar;
  };
  const withGradient = tf.valueAndGrads(logDensity);

  const sizes = [C, C, C, C, K];
  return {
    dimension: 4 * C + K + 2,
    evaluate(position, gradient) {
      return tf.tidy(() => {
        let start = 0;
        const vectors = sizes.map((size) => tf.tensor1d(Float32Array.from(position.subarray(start, (start += size)))));
        const scalars = [tf.scalar(position[start]), tf.scalar(position[start + 1])];
        const { value, grads } = withGradient([...vectors, ...scalars]);
        let place = 0;
        for (const each of grads) {
          const values = each.dataSync();
          gradient.set(values, place);
          place += values.length;
        }
        return value.dataSync()[0];
      });
    },
  };
}

/** [week, channel], carried over week by week. */
function recursion(spend: tf.Tensor2D): (decay: tf.Tensor) => tf.Tensor {
  const weeks = tf.unstack(spend);
  return (decay) => {
    const carried: tf.Tensor[] = [weeks[0]];
    for (let t = 1; t < weeks.length; t++) carried.push(weeks[t].add(carried[t - 1].mul(decay)));
    return tf.stack(carried);
  };
}

/** The constant [channel, week, lag] of lagged spend, zero before the first week, times decay^lag. */
function product({ T, C, X }: ModelData): (decay: tf.Tensor) => tf.Tensor {
  const lagged = new Float32Array(C * T * T);
  for (let c = 0; c < C; c++) {
    for (let t = 0; t < T; t++) {
      for (let lag = 0; lag <= t; lag++) lagged[(c * T + t) * T + lag] = X[t - lag][c];
    }
  }
  const spend = tf.tensor3d(lagged, [C, T, T]);
  const lags = tf.range(0, T).reshape([1, T]);
  return (decay) => {
    const powers = tf.exp(tf.matMul(tf.log(decay).reshape([C, 1]), lags)).reshape([C, T, 1]);
    return tf
      .matMul(spend, powers as tf.Tensor3D)
      .reshape([C, T])
      .transpose();
  };
}
