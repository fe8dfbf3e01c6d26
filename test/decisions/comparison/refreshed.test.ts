// New rows against what a run predicted for them, and returns of two fits over the rows of both.

import { describe, expect, it } from "vitest";
import { geosOf, type MediaData } from "../../../src/data/panel/index.ts";
import { newWeeks } from "../../../src/decisions/comparison/new-weeks.ts";
import { returnShifts } from "../../../src/decisions/comparison/return-shifts.ts";
import { type FittedModel, modelOfGeo } from "../../../src/decisions/draws/index.ts";
import { returns } from "../../../src/decisions/quantities/index.ts";
import { madeUpModel } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

const later = 6;
const added = (values: ArrayLike<number>, rows: number, of: (cell: number) => number): Float64Array =>
  Float64Array.from({ length: (values.length / rows) * (rows + later) }, (_, cell) => {
    const [geo, t] = [Math.floor(cell / (rows + later)), cell % (rows + later)];
    return t < rows ? values[geo * rows + t] : of(geo * rows + t - later);
  });

/** The table with its last rows again behind it, with a target of one's choice. */
function longer(data: MediaData, target: (cell: number) => number): MediaData {
  const { rows, dates } = data;
  const again = (values: ArrayLike<number>): Float64Array => added(values, rows, (cell) => values[cell] || 0);
  const step = data.dayOfYear === undefined ? undefined : 7 * 864e5;
  const last = dates[rows - 1];
  return {
    ...data,
    rows: rows + later,
    dates: [
      ...dates,
      ...Array.from({ length: later }, (_, k) =>
        step === undefined
          ? String(Number(last) + k + 1)
          : new Date(Date.parse(last) + (k + 1) * step).toISOString().slice(0, 10),
      ),
    ],
    channels: data.channels.map((channel) => ({ ...channel, spend: again(channel.spend) })),
    controls: data.controls.map((control) => ({ ...control, values: again(control.values) })),
    target: { ...data.target, values: added(data.target.values, rows, target) },
    ...(data.geos === undefined
      ? {}
      : { geos: data.geos.map((geo) => (geo.end === rows ? { ...geo, end: rows + later } : geo)) }),
  };
}

const commonOf = ({ data }: FittedModel) => ({ old: 0, new: 0, rows: data.rows });

describe("New rows", () => {
  it.each([
    ["a national table", madeUpModel],
    ["a panel", madeUpPanel],
  ])("are in the bands of a run that predicted them, and outside where the target is another: %s", async (_, make) => {
    const model = await make();
    const judged = (target: (cell: number) => number) => newWeeks(model, longer(model.data, target), commonOf(model))!;
    const far = judged(() => 1e12);
    expect(far).toMatchObject({ inside: 0, totalInside: false, asExpected: false });
    const going = geosOf(model.data).filter(({ end }) => end === model.data.rows);
    expect(far).toMatchObject({ rows: later, known: later * going.length });
    const centers = far.weeks.map(({ predicted }) => predicted.median);
    let next = 0;
    const near = judged((cell) =>
      geosOf(model.data)[Math.floor(cell / model.data.rows)].end < model.data.rows ? 0 : centers[next++],
    );
    expect(near.weeks.map(({ predicted }) => predicted)).toEqual(far.weeks.map(({ predicted }) => predicted));
    expect(near).toMatchObject({ inside: near.known, totalInside: true, asExpected: true });
    expect(near.verdict).toMatch(/^As the run expected/);
    expect(near.observed).toBeCloseTo(
      centers.reduce((sum, value) => sum + value, 0),
      3,
    );
  });

  it("are not judged where the target is not known", async () => {
    const model = await madeUpPanel();
    expect(
      newWeeks(
        model,
        longer(model.data, () => Number.NaN),
        commonOf(model),
      ),
    ).toBeUndefined();
    expect(newWeeks(model, model.data, commonOf(model))).toBeUndefined();
  });
});

describe("Returns by two fits", () => {
  it.each([
    ["a national table", madeUpModel],
    ["a panel", madeUpPanel],
  ])("are those of each over its table, and do not move where the fits are the same: %s", async (_, make) => {
    const model = await make();
    const { roi, mediaShare } = returnShifts(model, model, commonOf(model));
    const { channels } = returns(model);
    expect(roi.map(({ shift, large }) => ({ shift, large }))).toEqual(channels.map(() => ({ shift: 0, large: false })));
    expect(mediaShare.shift).toBe(0);
    roi.forEach((each, c) => expect(each.old.mean).toBeCloseTo(channels[c].roi.mean, 9));
  });

  it("are of the geos that both have", async () => {
    const model = await madeUpPanel();
    const { roi } = returnShifts(model, modelOfGeo(model, "South"), commonOf(model));
    for (const { shift, old, new: next } of roi) {
      expect(shift).toBeCloseTo(0, 9);
      expect(old.mean).toBeCloseTo(next.mean, 9);
    }
  });

  it("are counted in standard deviations of the earlier fit", async () => {
    const [model, other] = [await madeUpModel(), await madeUpModel({ fixed: { coefficient: 30 } })];
    const { roi } = returnShifts(model, other, commonOf(model));
    for (const { large, shift } of roi) expect([large, shift > 2]).toEqual([true, true]);
  });
});
