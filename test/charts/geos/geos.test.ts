// Charts of panels: six geos as in the gallery, and fifty-two, of which the charts show the first and say so.

import { afterAll, describe, expect, it } from "vitest";
import { contributionsByGeo } from "../../../src/charts/geos/contributions-by-geo.ts";
import { fitByGeo } from "../../../src/charts/geos/fit-by-geo.ts";
import { ranksOfGeos } from "../../../src/charts/geos/ranks-of-geos.ts";
import { roiByGeo } from "../../../src/charts/geos/roi-by-geo.ts";
import { closeSvgDocument, drawSvg } from "../../../src/charts/server/document.ts";
import { around, mondays, noise, threeChannels, twentyChannels } from "../support/data.ts";
import { describeChart } from "../support/harness.ts";

const sixGeos = ["North", "South", "East", "West", "Center", "Isles"];
const manyGeos = Array.from({ length: 52 }, (_, k) => `${twentyChannels[(k * 7) % 20].slice(0, 18)} ${k + 1}`);

/** One geo starts late, and some targets are not known. */
function fitOf(names: readonly string[], weekCount: number): Parameters<typeof fitByGeo>[0] {
  const weeks = mondays(weekCount);
  return {
    weeks,
    geos: names.map((name, k) => {
      const size = 1e6 / (k + 1);
      const first = k === 1 ? Math.floor(weekCount / 4) : 0;
      const expected = weeks.map((_, t) => (t < first ? NaN : size * (1 + 0.2 * Math.sin((2 * Math.PI * t) / 52 + k))));
      return {
        name,
        note: `${k + 1} of ${names.length} in size`,
        expected,
        observed: expected.map((value, t) => (noise(k, t, 1) < 0.04 ? NaN : value + size * 0.25 * (noise(k, t) - 0.5))),
        lower: expected.map((value) => value - 0.11 * size),
        upper: expected.map((value) => value + 0.11 * size),
      };
    }),
  };
}

function contributionsOf(
  names: readonly string[],
  channels: readonly string[],
): Parameters<typeof contributionsByGeo>[0] {
  return {
    channels,
    geos: names.map((name, k) => {
      const shares = channels.map((_, c) => (0.5 * noise(k, c, 3)) / channels.length);
      const media = shares.reduce((sum, share) => sum + share, 0);
      return { name, expected: 8e7 / (k + 1), baseline: 1 - media, shares };
    }),
  };
}

function roiOf(names: readonly string[], channels: readonly string[]): Parameters<typeof roiByGeo>[0] {
  return {
    geos: names,
    channels: channels.map((name, c) => ({
      name,
      all: around(1.2 + 0.3 * c, 0.15),
      roi: names.map((_, k) =>
        k === 2 && c === 1 ? undefined : around(1.2 + 0.3 * c + 0.8 * (noise(k, c) - 0.5), 0.3),
      ),
    })),
  };
}

function ranksOf(names: readonly string[]): Parameters<typeof ranksOfGeos>[0] {
  return {
    quantity: "ROI of all media",
    geos: names.map((name, k) => {
      const weights = names.map((_, place) => Math.exp(-((place - k) ** 2) / (2 + k)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      const places = weights.map((weight) => weight / total);
      return { name, places, meanPlace: places.reduce((sum, share, place) => sum + share * (place + 1), 0) };
    }),
  };
}

afterAll(closeSvgDocument);

const units = { targetUnit: "EUR", spendUnit: "EUR" };
describeChart(
  "fit-by-geo",
  {
    usual: [fitByGeo, fitOf(sixGeos, 104)],
    large: [fitByGeo, { ...fitOf(manyGeos, 60), holdoutFrom: 50 }],
    single: [fitByGeo, fitOf(["North", "South"], 30)],
  },
  units,
);
describeChart(
  "contributions-by-geo",
  {
    usual: [contributionsByGeo, contributionsOf(sixGeos, threeChannels)],
    large: [contributionsByGeo, contributionsOf(manyGeos, twentyChannels)],
    single: [contributionsByGeo, contributionsOf(["North", "South"], ["TV"])],
  },
  units,
);
describeChart("roi-by-geo", {
  usual: [roiByGeo, roiOf(sixGeos, threeChannels)],
  large: [roiByGeo, roiOf(manyGeos, twentyChannels)],
  single: [roiByGeo, roiOf(["North", "South"], ["TV"])],
});
describeChart("ranks-of-geos", {
  usual: [ranksOfGeos, ranksOf(sixGeos)],
  large: [ranksOfGeos, ranksOf(manyGeos)],
  single: [ranksOfGeos, ranksOf(["North", "South"])],
});

describe("Charts of many geos", () => {
  it("say how many they leave out", () => {
    for (const svg of [
      drawSvg(fitByGeo, fitOf(manyGeos, 20)),
      drawSvg(contributionsByGeo, contributionsOf(manyGeos, ["TV"])),
      drawSvg(roiByGeo, roiOf(manyGeos, ["TV"])),
      drawSvg(ranksOfGeos, ranksOf(manyGeos)),
    ]) {
      expect(svg).toMatch(/The first (50|12) of 52 geos are shown; the table has all\./);
    }
    expect(drawSvg(ranksOfGeos, ranksOf(sixGeos))).not.toContain("are shown");
  });
});
