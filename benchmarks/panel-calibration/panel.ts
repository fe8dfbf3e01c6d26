// The panel whose model is calibrated: five geos of different sizes, one of them late, two channels, a control, some targets missing.

import { type MediaData, mediaDataFromColumns } from "../../src/data/panel/index.ts";
import { parseModelFile, type Resolution, resolve } from "../../src/mmm/specification/index.ts";
import { randomStream } from "../../src/numerics/random.ts";

const people = [2_000_000, 900_000, 500_000, 250_000, 120_000];
const weeks = 52;

export async function panelOfStudy(
  likelihood: string,
  draws: number,
): Promise<{ readonly data: MediaData; readonly resolution: Resolution }> {
  const random = randomStream([20260301]);
  const rows = people.flatMap((population, g) => {
    const from = g === 3 ? 11 : 1;
    return Array.from({ length: weeks - from + 1 }, (_, k) => {
      const week = from + k;
      const isOn = (week + 2 * g) % 9 < 5;
      return {
        geo: `Geo ${g + 1}`,
        week,
        population,
        spend_TV: isOn ? Math.round(0.03 * population * Math.exp(0.3 * random.normal())) : 0,
        spend_Search: Math.round(0.01 * population * Math.exp(0.5 * random.normal())),
        price: Math.round(100 * (10 + random.normal())) / 100,
        conversions: (week + g) % 17 === 3 ? "" : String(Math.round(0.001 * population * (1 + 0.2 * random.normal()))),
      };
    });
  });
  const names = Object.keys(rows[0]) as (keyof (typeof rows)[number])[];
  const columns = Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])]));
  const data = await mediaDataFromColumns(columns as Parameters<typeof mediaDataFromColumns>[0]);
  const file = `data: panel.csv\nlikelihood: ${likelihood}\nsampling: { chains: 2, draws: ${draws} }\n`;
  return { data, resolution: resolve(await parseModelFile(file, "model.yaml"), data) };
}
