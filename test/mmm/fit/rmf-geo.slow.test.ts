// Known truth that others made: eight markets over 91 weeks whose channels work from 0.3 to 1.8 times as well as on average, with budgets that follow what works
// (redam94/mmm-framework, Apache-2.0; read where it lies). Its curves are exponential; the model has Hill curves.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { drawsOf } from "../../../src/diagnostics/fit/index.ts";
import { fitMediaMix, readTableWithModel } from "../../../src/mmm/fit/index.ts";
import { parseModelFile } from "../../../src/mmm/specification/index.ts";
import { quantileOfSorted } from "../../../src/numerics/index.ts";
import { sharedData } from "../../support/optional.ts";

const { url, present } = sharedData("third-party/");

interface Truth {
  readonly channels: readonly string[];
  readonly geographies: readonly string[];
  readonly true_contribution: Readonly<Record<string, number>>;
  readonly true_contribution_by_geo: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

it.skipIf(!present)(
  "90% intervals hold 4 of 4 contributions and at least 28 of 32 of the geos, at defaults",
  async () => {
    const truth = JSON.parse(readFileSync(new URL("rmf_geo.truth.json", url), "utf8")) as Truth;
    const table = fileURLToPath(new URL("rmf_geo.csv", url));
    const document = await parseModelFile(`data: ${table}\n`, "model.yaml");
    const flags = { seed: 1, chains: 2, draws: 1000, warmup: 500 };
    const { data, resolution } = await readTableWithModel(table, document, flags);
    const { quantities } = await fitMediaMix(data, resolution, { pointwise: false });
    const holds = (quantity: string, place: Readonly<Record<string, string>>, value: number): boolean => {
      const sorted = drawsOf(quantities, quantity, place).values.slice().sort();
      return quantileOfSorted(sorted, 0.05) <= value && value <= quantileOfSorted(sorted, 0.95);
    };
    const { channels, geographies, true_contribution: whole, true_contribution_by_geo: byGeo } = truth;
    expect(channels.filter((channel) => holds("contribution", { channel }, whole[channel]))).toEqual(channels);
    const places = channels.flatMap((channel) => geographies.map((geo) => ({ channel, geo })));
    const held = places.filter(({ channel, geo }) =>
      holds("contribution_by_geo", { channel, geo }, byGeo[geo][channel]),
    );
    expect(places.length).toBe(32);
    expect(held.length).toBeGreaterThanOrEqual(28);
  },
);
