// What a program is told of a plan: also which moves rest on the prior.

import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { compareScenarios, fittedModel, optimize } from "../../../src/decisions/index.ts";
import { fitMediaMix } from "../../../src/mmm/fit/fit.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { randomStream } from "../../../src/numerics/index.ts";

const weeks = 60;
const random = randomStream([8]);
const drawn = (next: () => number): Float64Array => Float64Array.from({ length: weeks }, next);
// One channel makes the target, the other is a hundredth of it: of that the data say nothing.
const spend = drawn(() => 100 * random.uniform());
const small = drawn(() => random.uniform());
const data = await mediaDataFromColumns({
  week: drawn(() => 0).map((_, t) => t + 1),
  spend_TV: spend,
  spend_Print: small,
  revenue: spend.map((value) => 1000 + 8 * value + 40 * random.normal()),
});
const resolution = resolve(undefined, data, { chains: 2, warmup: 150, draws: 100, seed: 3 });
const model = fittedModel(await fitMediaMix(data, resolution, { threads: 1 }));

const told = ({ notices }: { readonly notices: readonly { readonly code: string; readonly message: string }[] }) =>
  notices.flatMap(({ code, message }) => (code === "moved-by-prior" ? [message] : []));

describe("a program is told which moves rest on the prior", () => {
  it("by the best plan and by plans that are compared, and not of channels that the data speak of", () => {
    const settings = { minimum: { Print: 40 }, bounds: { TV: { lower: { change: -0.5 } } } };
    expect(told(optimize(model, settings))).toEqual([expect.stringContaining("of Print: that part")]);
    const plans = { plans: { print: { Print: "+50%" }, tv: { TV: "+50%" } } };
    expect(told(compareScenarios(model, plans as never))).toEqual([expect.stringContaining("Print")]);
    expect(told(optimize(model, { fixed: ["Print"] }))).toEqual([]);
  });
});
