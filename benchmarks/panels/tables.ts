// Panels of any size, made by the generator of simulated panels: as many geos, weeks and channels as are asked for.

import { writeFileSync } from "node:fs";
import { generatePanel, type PanelSimulation } from "../../src/data/worlds/panels/index.ts";
import { writeCsv } from "../../src/data/reading/index.ts";
import { cached } from "../harness/places.ts";

export interface PanelSize {
  readonly geos: number;
  readonly weeks: number;
  readonly channels: number;
}

export const sizeName = ({ geos, weeks, channels }: PanelSize): string => `${geos} x ${weeks} x ${channels}`;

/** Media bring about a third of revenue, whatever the number of channels. */
const mediaCeiling = 2400;

function simulation({ geos, weeks, channels }: PanelSize): PanelSimulation {
  return generatePanel(
    {
      name: "size",
      geos: Array.from({ length: geos }, (_, g) => ({
        name: `G${g + 1}`,
        population: Math.round(3e6 / (1 + 0.3 * g)),
      })),
      channels: Array.from({ length: channels }, (_, c) => ({
        name: `C${c + 1}`,
        decay: 0.2 + 0.05 * ((7 * c) % 10),
        slope: 1.2 + 0.05 * (c % 8),
        halfSaturation: 110 + 10 * (c % 5),
        coefficient: (mediaCeiling / channels) * (0.6 + 0.08 * ((3 * c) % 10)),
        spread: 0.3,
        spend: {
          kind: "always-on",
          level: 120,
          variation: 0.5,
          autocorrelation: 0.3,
          seasonality: 0.2,
          peakWeek: (5 * c) % 52,
        },
        spendSpread: 0.2,
      })),
      base: { mean: 2200, spread: 250 },
      price: { mean: 20, deviation: 1.5, effect: -120, spread: 40 },
      seasonality: { period: 52, sine: 150, cosine: -100 },
      weekSpread: 80,
      noise: 130,
      unknown: 0.01,
    },
    { weeks, seed: 1 },
  );
}

/** Writes table and model file; returns the path of the model file. */
export function writePanel(size: PanelSize): string {
  const { columns, modelYaml } = simulation(size);
  const folder = `panels/${sizeName(size).replaceAll(" ", "")}`;
  writeFileSync(cached(`${folder}/data.csv`), writeCsv(columns));
  const path = cached(`${folder}/model.yaml`);
  writeFileSync(path, modelYaml);
  return path;
}
