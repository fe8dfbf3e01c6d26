import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { adstockOf, saturationOf } from "../../../src/mmm/specification/kinds.ts";
import { membersOf } from "../../../src/mmm/specification/parameters.ts";
import { toYaml } from "../../../src/mmm/specification/print.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import { adstockNames, saturationNames } from "../support/plain-kinds.ts";

const table = async (daily = false) =>
  mediaDataFromColumns({
    date: Array.from({ length: 150 }, (_, t) =>
      new Date(Date.UTC(2024, 0, 1) + t * (daily ? 1 : 7) * 864e5).toISOString().slice(0, 10),
    ),
    revenue: Array.from({ length: 150 }, (_, t) => 100 + (t % 5)),
    spend_TV: Array.from({ length: 150 }, (_, t) => 1 + (t % 3)),
    spend_Radio: Array.from({ length: 150 }, (_, t) => 2 + (t % 4)),
  });

const read = async (text: string, daily = false) =>
  resolve(await parseModelFile(`data: table.csv\ntrend: none\n${text}\n`, "m.yaml"), await table(daily));

describe("a model file", () => {
  it.each(adstockNames)("of the adstock %s is printed as it is read", async (kind) => {
    const { spec } = await read(`adstock: ${kind}`);
    const again = resolve(await parseModelFile(await toYaml(spec), "again.yaml"), await table());
    expect(again.spec).toEqual(spec);
    for (const { name } of adstockOf(spec.channels[0].adstock).parameters) {
      expect(membersOf(name, spec)).toEqual(["TV", "Radio"]);
    }
  });

  it.each(saturationNames)("of the saturation %s, alone and before adstock, is printed as it is read", async (kind) => {
    const { spec } = await read(
      `channels: { spend_TV: { saturation: ${kind} }, spend_Radio: { order: saturation_first, saturation: ${kind} } }`,
    );
    const again = resolve(await parseModelFile(await toYaml(spec), "again.yaml"), await table());
    expect(again.spec).toEqual(spec);
    expect(spec.channels.map(({ order }) => order)).toEqual(["adstock_first", "saturation_first"]);
    for (const { name } of saturationOf(spec.channels[0].saturation).parameters) {
      expect(membersOf(name, spec)).toEqual(["TV", "Radio"]);
    }
  });

  it("has a window that suits the cadence of the table, and asks for it without a table", async () => {
    const windowOf = ({ spec }: Awaited<ReturnType<typeof read>>) => spec.channels[0].adstock.window;
    expect(windowOf(await read("adstock: delayed"))).toBe(12);
    expect(windowOf(await read("adstock: delayed", true))).toBe(28);
    const document = await parseModelFile(
      "data: t.csv\ndate: d\ntarget: y\nchannels: [a]\ncontrols: none\nseasonality: none\nadstock: delayed\n",
      "m.yaml",
    );
    expect(() => resolve(document)).toThrow(
      "m.yaml: `adstock.window` is not given, and it cannot be found without the table.",
    );
  });

  it("is told when a kind does not take a setting, or not this value of it", async () => {
    await expect(read("adstock: { kind: delayed, window: infinite }")).rejects.toThrow(
      "m.yaml:3:35: `adstock.window` must be a whole number from 1 to 10000. Received infinite.",
    );
    await expect(read("adstock: { kind: none, normalize: false }")).rejects.toThrow(
      "m.yaml:3:24: `adstock.normalize` has no effect: this adstock is none.",
    );
  });

  it("shares the half point between kinds that have one, each with its own prior", async () => {
    const { spec } = await read(
      "channels: { spend_TV: { saturation: tanh }, spend_Radio: { saturation: hill } }\npriors: { half_saturation: { TV: lognormal(0, 2) } }",
    );
    expect(spec.priors.half_saturation).toEqual({
      TV: { distribution: "lognormal", parameters: [0, 2] },
      Radio: { distribution: "lognormal", parameters: [-0.5, 1] },
    });
    expect(spec.priors.slope).toHaveProperty("Radio");
    expect(spec.priors.slope).not.toHaveProperty("TV");
  });
});
