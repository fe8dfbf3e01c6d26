// A program that evaluates one lane on the GPU and ends; with "true" as its argument it gives everything back first.

import { wgslLaneEngine } from "../../../src/compile/wgsl/index.ts";
import { densityRequest } from "../../../src/model/program.ts";
import { eightSchools, schools } from "../../model/support/eight-schools.ts";
import { gpuOfTests } from "./gpu.ts";
import { lanesAt } from "./lanes-of-tests.ts";

const gpu = (await gpuOfTests())!;
const engine = await wgslLaneEngine(densityRequest(eightSchools(false)), [{ ...schools }], 1, gpu.device);
const lanes = lanesAt([new Float32Array(engine.dimension)]);
await engine.integrate(lanes);
console.log(`log density ${lanes.logDensity[0]}`);
if (process.argv[2] === "true") {
  engine.dispose();
  gpu.dispose();
}
