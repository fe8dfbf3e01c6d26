import { describe, expect, it } from "vitest";
import { fittedModel } from "../../../src/decisions/draws/index.ts";
import { contributions } from "../../../src/decisions/quantities/index.ts";
import { axes, fitMediaMix, parseModelFile, resolveSpecification, terms, toYaml } from "../../../src/index.ts";
import { madeUpModel } from "../../decisions/support/made-up-model.ts";
import { holiday, relaunch } from "./support/own-terms.ts";

terms.add(relaunch);
terms.add(holiday);

const file = `data: table.csv
terms: [relaunch, holiday]
priors: { relaunch: "normal(0, 2)" }
sampling: { chains: 2, warmup: 150, draws: 50 }
`;
const resolved = async (text: string) => {
  const { data } = await madeUpModel({ file: "target: revenue", draws: 1 });
  return { data, resolution: resolveSpecification(await parseModelFile(text, "model.yaml"), data) };
};

describe("Terms of one's own", () => {
  it("are sampled on threads like the package's, with priors of the model file or their own, and are contributions", async () => {
    const { data, resolution } = await resolved(file);
    expect(resolution.spec.priors.relaunch).toEqual({ distribution: "normal", parameters: [0, 2] });
    expect(resolution.spec.priors.holiday_fading).toEqual({ distribution: "gamma", parameters: [2, 2] });
    const fit = await fitMediaMix(data, resolution, { threads: 2 });
    const names = fit.summary.parameters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["relaunch", "holiday_height", "holiday_fading", "intercept"]));
    const { components } = contributions(fittedModel(fit), { weekly: false });
    expect(components.map(({ name }) => name)).toEqual(expect.arrayContaining(["relaunch", "holiday", "base"]));
  });

  it("come back from the model file that a specification is printed as", async () => {
    const { resolution } = await resolved(file);
    const again = await resolved(await toYaml(resolution.spec));
    expect(again.resolution.spec).toEqual(resolution.spec);
  });

  it("are refused where they were not added, or are named twice", async () => {
    await expect(resolved(file.replace("holiday]", "easter]"))).rejects.toThrow(
      'There is no term of this name. Received "easter". Terms that were added: "relaunch" and "holiday".',
    );
    await expect(resolved(file.replace("holiday]", "relaunch]"))).rejects.toThrow("Each term must be named once");
  });

  it("have a name and parameters that no other has", () => {
    expect(() => terms.add({ ...relaunch })).toThrow('already a kind of term named "relaunch"');
    expect(() => terms.add({ ...relaunch, name: "re-launch" })).toThrow("snake_case");
    expect(() => terms.add({ ...relaunch, name: "later", parameters: [] })).toThrow("without `effect` has one");
  });

  it("are written with arrays that know their axes", () => {
    expect(axes.unionOf(["time"], ["channel"])).toEqual(["channel", "time"]);
  });
});
