// Opening TensorFlow.js: which backend comes up, what is said when one does not, and that the terminal stays clean.

import { describe, expect, it, vi } from "vitest";
import { openTensorflow } from "../../../src/compile/tensorflow/index.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

const load = (name: string): Promise<unknown> => import(name);

/** As if these packages were not installed. */
const without =
  (...missing: readonly string[]) =>
  (name: string): Promise<unknown> =>
    missing.includes(name)
      ? Promise.reject(Object.assign(new Error(`Cannot find package '${name}'`), { code: "ERR_MODULE_NOT_FOUND" }))
      : load(name);

async function problemOf(opening: Promise<unknown>): Promise<CarryoverError["problems"][number]> {
  const error = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CarryoverError)) throw new Error(`No problem, but ${String(error)}`);
  return error.problems[0];
}

describe("a backend asked for by name", () => {
  it.each(["cpu", "wasm"] as const)("is started and says so: %s", async (backend) => {
    const said = vi.spyOn(console, "warn");
    const { tf, name } = await openTensorflow(backend);
    expect(tf.getBackend()).toBe(backend);
    expect(name).toMatch(backend === "cpu" ? /^tensorflow cpu$/ : /^tensorflow wasm \((no )?SIMD\)$/);
    const squares = tf.square(tf.tensor1d([1, 2, 3]));
    expect([...squares.dataSync()]).toEqual([1, 4, 9]);
    expect(said).not.toHaveBeenCalled();
    said.mockRestore();
  });

  it("leaves no handlers of errors behind, which would print the source of WebAssembly glue", async () => {
    const events = ["uncaughtException", "unhandledRejection"];
    const before = events.map((event) => process.listenerCount(event));
    await openTensorflow("wasm");
    expect(events.map((event) => process.listenerCount(event))).toEqual(before);
  });

  it.each([
    ["cpu", "@tensorflow/tfjs"],
    ["wasm", "@tensorflow/tfjs-backend-wasm"],
    ["node", "@tensorflow/tfjs-node"],
    ["webgpu", "@tensorflow/tfjs-backend-webgpu"],
  ] as const)("names the package it misses: %s", async (backend, name) => {
    const problem = await problemOf(openTensorflow(backend, without(name)));
    expect(problem.code).toBe("tensorflow-package-missing");
    expect(problem.received).toBe("it is not installed");
    expect(problem.hint).toContain(`npm install ${name}`);
  });

  it("says why it does not start, and is not replaced by another", async () => {
    const { tf } = await openTensorflow("cpu");
    const other = (name: string): Promise<unknown> =>
      name === "@tensorflow/tfjs-node" ? Promise.resolve({ ...tf, default: undefined }) : load(name);
    tf.registerBackend("tensorflow", () => {
      throw new Error("the library is of another machine");
    });
    const problem = await problemOf(openTensorflow("node", other));
    tf.removeBackend("tensorflow");
    expect(problem.code).toBe("tensorflow-backend-failed");
    expect(problem.received).toBe("the library is of another machine");
    await tf.setBackend("cpu");
  });
});

describe("auto", () => {
  it("takes the first that starts, and tells what it passed over", async () => {
    const { backend, passedOver } = await openTensorflow(
      "auto",
      without("@tensorflow/tfjs-node", "@tensorflow/tfjs-backend-webgpu"),
    );
    expect(backend).toBe("wasm");
    expect(passedOver.map((each) => [each.backend, each.problem.code])).toEqual([
      ["webgpu", "tensorflow-package-missing"],
      ["node", "tensorflow-package-missing"],
    ]);
  });

  it("is an error where there is none, with a reason for each", async () => {
    const opening = openTensorflow("auto", without("@tensorflow/tfjs", "@tensorflow/tfjs-node"));
    await expect(opening).rejects.toThrow(CarryoverError);
    await expect(opening).rejects.toMatchObject({ problems: { length: 4 } });
  });
});
