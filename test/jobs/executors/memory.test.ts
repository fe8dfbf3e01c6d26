import { expect, it } from "vitest";
import { batchBytes, defaultMemory, fitsOnLanesWithin, threadsWithin } from "../../../src/jobs/executors/memory.ts";
import { shapeOf } from "../../../src/jobs/tasks/fit-shape.ts";
import { encodeDraws } from "../../../src/store/run/draws-file.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { simulate } from "../../../src/data/worlds/simulate.ts";
import { columnsByName } from "../../../src/data/worlds/generate.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { short } from "../support/tables.ts";

const { columns } = simulate("ecommerce", { weeks: 40, seed: 1 });
const data = await mediaDataFromColumns(columnsByName(columns));
const resolution = resolve(undefined, data, { ...short, seed: 1 });
const shape = shapeOf(resolution.spec, data.rows, false);

it("the estimate of a fit covers the arrays that are there when it is written", async () => {
  const fit = await fitMediaMix(data, resolution, { inThisThread: true });
  const { chains, draws } = fit.sampler.logDensity;
  const { bytes, index } = encodeDraws({ ...fit, chains, draws });
  const written = bytes.length;
  const pickedApart =
    fit.positions.byteLength +
    8 * index.columns.filter(({ kind }) => kind === "log_likelihood").length * chains * draws;
  const held = [...fit.parameters, ...fit.quantities, ...Object.values(fit.sampler)];
  const inFit =
    held.reduce((total, { values }) => total + values.byteLength, 0) +
    fit.positions.byteLength +
    fit.pointwise!.values.byteLength;
  expect(shape.bytes).toBeGreaterThan(written + pickedApart + inFit);
  expect(shape.bytes).toBeLessThan(3 * (written + pickedApart + inFit));
});

it("threads that do not fit into memory are not started, and one that does not fit is refused", () => {
  const large = { ...shape, bytes: 200 * 2 ** 20 };
  const room = batchBytes([shape, large], 3);
  expect(threadsWithin(room, [shape, large], 8)).toBe(3);
  expect(threadsWithin(room, [shape, large], 2)).toBe(2);
  expect(threadsWithin(room - 1, [shape, large], 8)).toBe(2);
  expect(() => threadsWithin(batchBytes([large], 1) - 1, [large], 8)).toThrow("needs about");
  expect(defaultMemory()).toBeGreaterThan(2 ** 28);
});

it("threads with a device each stay within memory too, and where there is no room for a device none is used", () => {
  const room = batchBytes([shape], 3, 2);
  expect(fitsOnLanesWithin(room, [shape], 3)).toBe(2);
  expect(fitsOnLanesWithin(room - 1, [shape], 3)).toBe(1);
  expect(fitsOnLanesWithin(batchBytes([shape], 3), [shape], 3)).toBe(0);
  expect(threadsWithin(batchBytes([shape], 2, 1), [shape], 8, 1)).toBe(2);
  expect(threadsWithin(batchBytes([shape], 2, 1) - 1, [shape], 8, 1)).toBe(1);
  expect(() => threadsWithin(batchBytes([shape], 1, 1) - 1, [shape], 8, 1)).toThrow("needs about");
});

it("a report takes memory of its own on every thread", () => {
  const reported = { ...shape, report: true };
  expect(batchBytes([shape, reported], 2) - batchBytes([shape], 2)).toBe(
    2 * (batchBytes([reported], 1) - batchBytes([shape], 1)),
  );
  expect(batchBytes([reported], 1)).toBeGreaterThan(batchBytes([shape], 1));
});
