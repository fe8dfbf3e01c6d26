import { describe, expect, it } from "vitest";
import { unitsOfElements } from "../../../src/diagnostics/fit/index.ts";
import { reportedDraws } from "../../../src/mmm/fit/fit-results.ts";
import { derivedNames } from "../../../src/mmm/fit/model.ts";
import { madeUpPanel } from "../../decisions/support/made-up-panel.ts";

describe("units of quantities", () => {
  it("are those of what drives each channel: spend, and of media without spend their column", async () => {
    const channels = "channels: { spend_TV: {}, Email: { spend: none, driver: emails } }";
    const { spec, data } = await madeUpPanel({ file: channels, emails: true });
    const block = {
      kind: "derived",
      name: derivedNames.halfSaturation,
      labels: [["TV", "Email"]],
      size: 2,
      values: Float64Array.of(1, 2),
    } as const;
    const [half] = reportedDraws([block], spec, data, { chains: 1, draws: 1 }).quantities;
    expect(unitsOfElements(half)).toEqual(["spend per week and head", "emails per week and head"]);
    expect(half.unit).toBe("spend per week and head, emails per week and head");
  });

  it("are one where all channels have spend", async () => {
    const { spec, data } = await madeUpPanel();
    const block = {
      kind: "derived",
      name: derivedNames.halfSaturation,
      labels: [["TV", "Search"]],
      size: 2,
      values: Float64Array.of(1, 2),
    } as const;
    const [half] = reportedDraws([block], spec, data, { chains: 1, draws: 1 }).quantities;
    expect(half).toMatchObject({ unit: "spend per week and head" });
    expect(half.units).toBeUndefined();
  });
});
