// A model on the backends of TensorFlow.js that are there, against its float64 twin.

import { openTensorflow, tensorflowLaneEngine, type TensorFlowBackend } from "../../../src/compile/tensorflow/index.ts";
import type { Model } from "../../../src/model/index.ts";
import { checkRequest, modelLanes, twins } from "./check-lanes.ts";
import { everywhere, nodeOfTests, webgpuOfTests } from "./tensorflow-of-tests.ts";

const [node, webgpu] = [await nodeOfTests(), await webgpuOfTests()];

/** Holds every lane of every fit to the twin; on webgpu, where there is an adapter, when `gpu` says so. */
export async function checkModel(
  model: Model,
  fits: readonly Readonly<Record<string, ArrayLike<number>>>[],
  gpu: boolean,
): Promise<void> {
  const { request, data, at } = modelLanes(model, fits);
  const twinOf = twins();
  const backends: TensorFlowBackend[] = [...everywhere];
  if (node !== undefined) backends.push("node");
  if (webgpu !== undefined && gpu) backends.push("webgpu");
  for (const backend of backends) {
    const { tf } = await openTensorflow(backend);
    await checkRequest(
      request,
      data,
      at,
      (wanted, of, lanesPerFit) => tensorflowLaneEngine(wanted, of, lanesPerFit, tf),
      twinOf,
    );
  }
}
