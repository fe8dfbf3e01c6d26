// One optimization in a process of its own: prints its times in milliseconds as JSON. Arguments: settings as JSON, draws, weeks.

import { optimize, type OptimizeSettings } from "../../src/decisions/plans/optimize.ts";
import { tenChannels } from "./ten-channels.ts";

const [settings, draws, weeks] = process.argv.slice(2);
const model = await tenChannels(Number(weeks), Number(draws));
const own = JSON.parse(settings) as OptimizeSettings;
const times = [0, 1].map(() => {
  const started = performance.now();
  const result = optimize(model, own);
  return { milliseconds: performance.now() - started, result };
});
const [cold, warm] = times;
const { solver, channels, horizon, carryOut } = cold.result;
process.stdout.write(
  JSON.stringify({
    cold: cold.milliseconds,
    warm: warm.milliseconds,
    solver,
    channels: channels.length,
    horizon,
    carryOut: carryOut.periods,
    draws: cold.result.draws,
  }),
);
