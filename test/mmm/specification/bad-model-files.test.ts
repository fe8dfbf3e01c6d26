// What is said about model files that cannot be: file, line, column, what was received, and what to do.
import { fitSettings } from "../../../src/settings/index.ts";
import { expect, it } from "vitest";
import { parseModelFile } from "../../../src/mmm/specification/document.ts";
import { resolve } from "../../../src/mmm/specification/resolve.ts";
import type { DetectedTable } from "../../../src/mmm/specification/detected-table.ts";
import { CarryoverError, exitCodes } from "../../../src/problems/problem.ts";

const table: DetectedTable = {
  source: "t.csv",
  cadence: "weekly",
  dateColumn: "week",
  target: { name: "revenue" },
  channels: [
    { name: "TV", column: "spend_TV" },
    { name: "TikTok", column: "spend_TikTok" },
  ],
  controls: [{ name: "promotions" }],
};

/** A model file and every problem in it, in order. */
const badFiles: readonly (readonly [text: string, messages: readonly string[]])[] = [
  [
    "",
    ["m.yaml:1:1: The model file must be a map of keys and values. Received nothing. Start with `data: table.csv`."],
  ],
  [
    "- a\n",
    ["m.yaml:1:1: The model file must be a map of keys and values. Received a list. Start with `data: table.csv`."],
  ],
  [
    "data: [\n",
    [
      "m.yaml:2:1: This is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Check indentation, brackets and quotes near this place.",
    ],
  ],
  [
    "data: t.csv\ndata: u.csv\n",
    [
      "m.yaml:2:1: This is not valid YAML: Map keys must be unique. Check indentation, brackets and quotes near this place.",
    ],
  ],
  [
    "dta: t.csv\n",
    [
      "m.yaml:1:1: The key `data` is missing. Write `data: table.csv`, relative to the model file.",
      'm.yaml:1:1: There is no key `dta`. Did you mean "data"? Known here: data, date, target, scaling, adstock, saturation, order, channels, controls, seasonality, terms, trend, likelihood, noise, latent_spend, priors, sampling, schema.',
    ],
  ],
  [
    "data:\n",
    [
      "m.yaml:1:6: `data` must be the path of a table. Received nothing. Write `data: table.csv`, relative to the model file.",
    ],
  ],
  [
    "data: &x t.csv\ndate: *x\n",
    [
      "m.yaml:1:10: A model file holds no anchors and aliases. Write the value out.",
      "m.yaml:2:7: A model file holds no anchors and aliases. Write the value out.",
    ],
  ],
  ["? [a]\n: 1\n", ["m.yaml:1:3: A model file holds no keys of this kind. Keys are single words or names of columns."]],
  [
    "data: t.csv\nchanels: [spend_TV]\n",
    [
      'm.yaml:2:1: There is no key `chanels`. Did you mean "channels"? Known here: data, date, target, scaling, adstock, saturation, order, channels, controls, seasonality, terms, trend, likelihood, noise, latent_spend, priors, sampling, schema.',
    ],
  ],
  [
    "data: t.csv\nchannels: []\n",
    [
      "m.yaml:2:11: `channels` must be a list of spend columns, or a map of them, with at least one. Received an empty list. Write `channels: [spend_TV, spend_Radio]`, or leave the key out to have them found.",
    ],
  ],
  [
    "data: t.csv\nchannels: [1]\n",
    [
      "m.yaml:2:12: `channels[1]` must be the name of a column, as text. Received 1. Quote names that are numbers or words like true.",
    ],
  ],
  [
    "data: t.csv\nchannels: [spend_TV, spend_TV]\n",
    ['m.yaml:2:22: Each channel must be named once. Received "TV" again. Remove one of the two, or rename a column.'],
  ],
  [
    "data: t.csv\nchannels: [spend_TikTk]\n",
    [
      'm.yaml:2:12: The table t.csv has no such column. Received "spend_TikTk". Did you mean "spend_TikTok"? Its columns: "spend_TV" and "spend_TikTok".',
    ],
  ],
  [
    "data: t.csv\nchannels: { spend_TV: { adstok: none } }\n",
    [
      'm.yaml:2:25: There is no key `channels.spend_TV.adstok`. Did you mean "adstock"? Known here: adstock, saturation, order.',
    ],
  ],
  [
    "data: t.csv\nchannels: { spend_TV: { adstock: { kind: none, window: 3 } } }\n",
    [
      "m.yaml:2:48: `channels.spend_TV.adstock.window` has no effect: this adstock is none. Remove it, or write another `kind`.",
    ],
  ],
  [
    "data: t.csv\nchannels: {}\n",
    [
      "m.yaml:2:11: `channels` must be a list of spend columns, or a map of them, with at least one. Received an empty map. Write `channels: [spend_TV, spend_Radio]`, or leave the key out to have them found.",
    ],
  ],
  [
    "data: t.csv\ncontrols: [revenue]\n",
    ['m.yaml:2:12: Both `target` and `controls` name the column "revenue". Take it out of one of them.'],
  ],
  [
    "data: t.csv\ncontrols: [promo]\n",
    ['m.yaml:2:12: The table t.csv has no such column. Received "promo". Its columns: "promotions".'],
  ],
  [
    "data: t.csv\ncontrols: promotions\n",
    [
      "m.yaml:2:11: `controls` must be a list of columns or none. Received promotions. Write `controls: [promotions]`, or leave the key out to have them found.",
    ],
  ],
  [
    "data: t.csv\nscaling: { media: meen }\n",
    [
      'm.yaml:2:19: `scaling.media` must be one of mean, max, none. Received meen. Did you mean "mean"? The default is mean.',
    ],
  ],
  [
    "data: t.csv\nscaling: mean\n",
    [
      "m.yaml:2:10: `scaling` must be a map with media, target, controls. Received mean. Write `scaling: { media: mean, target: zscore }`.",
    ],
  ],
  [
    "data: t.csv\nadstock: { kind: geometrc }\n",
    [
      'm.yaml:2:18: `adstock.kind` must be geometric, delayed, weibull_pdf, weibull_cdf, binomial or none. Received geometrc. Did you mean "geometric"? The default is geometric. A kind of your own is known only to programs that add it.',
    ],
  ],
  [
    "data: t.csv\nadstock: geometrc\n",
    [
      'm.yaml:2:10: `adstock` must be geometric, delayed, weibull_pdf, weibull_cdf, binomial or none, or a map with kind, normalize, window. Received geometrc. Did you mean "geometric"? Write `adstock: { kind: geometric }`.',
    ],
  ],
  [
    "data: t.csv\nadstock: { kind: weibull }\n",
    [
      "m.yaml:2:18: `adstock.kind` must be geometric, delayed, weibull_pdf, weibull_cdf, binomial or none. Received weibull. The default is geometric. A kind of your own is known only to programs that add it.",
    ],
  ],
  [
    "data: t.csv\nadstock: { window: 0 }\n",
    [
      "m.yaml:2:20: `adstock.window` must be infinite or a whole number from 1 to 10000. Received 0. `window: 8` counts lags 0 to 8; for no carry-over write `adstock: none`.",
    ],
  ],
  [
    "data: t.csv\nadstock: { window: forever }\n",
    [
      "m.yaml:2:20: `adstock.window` must be infinite or a whole number from 1 to 10000. Received forever. `window: 8` counts lags 0 to 8; for no carry-over write `adstock: none`.",
    ],
  ],
  [
    "data: t.csv\nadstock: { normalize: yes }\n",
    [
      "m.yaml:2:23: `adstock.normalize` must be true or false. Received yes. Without quotes. The default, true, makes half-saturation read as weekly spend.",
    ],
  ],
  [
    "data: t.csv\nsaturation: cubic\n",
    [
      "m.yaml:2:13: `saturation` must be hill, logistic, tanh, michaelis_menten, exponential, power, log or none, or a map with kind. Received cubic. Write `saturation: { kind: hill }`.",
    ],
  ],
  [
    "data: t.csv\nseasonality: yearly\n",
    [
      "m.yaml:2:14: `seasonality` must be a map with period, harmonics, or a list of such maps, or none. Received yearly. Write `seasonality: { period: 52, harmonics: 2 }`.",
    ],
  ],
  [
    "data: t.csv\nseasonality: [{ period: 52 }, { period: 52, harmonics: 3 }]\n",
    [
      "m.yaml:2:41: Every season must have a different period. Received 52 again. Remove one of the two, and give the other more harmonics.",
    ],
  ],
  [
    "data: t.csv\nseasonality: [{ period: 52 }, { periods: 7 }]\n",
    ['m.yaml:2:33: There is no key `seasonality[2].periods`. Did you mean "period"? Known here: period, harmonics.'],
  ],
  [
    "data: t.csv\nseasonality: { period: 52, harmonics: 26 }\n",
    [
      "m.yaml:2:39: A period of 52 rows allows at most 25 harmonics. Received 26. Lower `harmonics`; 1 to 6 are usual for a year.",
    ],
  ],
  [
    "data: t.csv\nseasonality: { harmonics: 1.5 }\n",
    [
      "m.yaml:2:27: `seasonality.harmonics` must be a whole number from 1 to 1000. Received 1.5. The default is 2; for no season write `seasonality: none`.",
    ],
  ],
  [
    "data: t.csv\ntrend: knots\n",
    ["m.yaml:2:8: `trend: knots` is not in this version of Carryover. It must be one of none, linear."],
  ],
  [
    "data: t.csv\nlikelihood: poisson\n",
    [
      "m.yaml:2:13: `likelihood` must be one of normal, student_t, negative_binomial. Received poisson. The default is normal; negative_binomial is for conversions.",
    ],
  ],
  [
    "data: t.csv\ngeo: region\n",
    ["m.yaml:2:1: The geo panel (`geo`) is not in this version of Carryover. Remove the key."],
  ],
  [
    "data: t.csv\nsampling: { chains: 0 }\n",
    ["m.yaml:2:21: `sampling.chains` must be a whole number from 1 to 10000. Received 0. The default is 4."],
  ],
  [
    "data: t.csv\nsampling: { target_accept: 1 }\n",
    [
      "m.yaml:2:28: `sampling.target_accept` must be a number above 0 and below 1. Received 1. The default is 0.8; if there are divergences, try 0.95.",
    ],
  ],
  [
    "data: t.csv\nsampling: { draw: 10 }\n",
    [
      `m.yaml:2:13: There is no key \`sampling.draw\`. Did you mean "draws"? Known here: ${Object.keys(fitSettings).join(", ")}.`,
    ],
  ],
  [
    "data: t.csv\npriors: { decay: 0.5 }\n",
    [
      "m.yaml:2:18: `priors.decay` must be a distribution, or a map of them by channel or control. Received 0.5. Write for example `half_normal(1)`, or `fixed(0.5)` to hold it at a value.",
    ],
  ],
  [
    "data: t.csv\npriors:\n  decay: normal(0.5, 0.2)\n",
    [
      "m.yaml:3:10: `decay` is between 0 and 1; this prior also allows other values. Received normal(0.5, 0.2). Write truncated_normal(0.5, 0.2, 0, 1) or a beta prior such as beta(2, 2).",
    ],
  ],
  [
    "data: t.csv\npriors:\n  coefficient: normal(0, 1)\n",
    [
      "m.yaml:3:16: `coefficient` is above 0; this prior also allows other values. Received normal(0, 1). Write half_normal(1).",
    ],
  ],
  [
    "data: t.csv\npriors: { sigma: half_normal(-1) }\n",
    ['m.yaml:2:30: The sd must be a finite number above 0. Received "-1". The arguments are half_normal(sd).'],
  ],
  [
    "data: t.csv\npriors: { sigma: HalfNormal(1) }\n",
    [
      'm.yaml:2:18: There is no such distribution. Received "HalfNormal". Did you mean "half_normal"? Known: normal, half_normal, student_t, half_student_t, cauchy, half_cauchy, lognormal, gamma, inverse_gamma, exponential, beta, uniform, truncated_normal, laplace, fixed.',
    ],
  ],
  [
    "data: t.csv\npriors: { sigma: half_normal(0, 1) }\n",
    ["m.yaml:2:18: This prior takes 1 argument. Received 2. Write half_normal(sd)."],
  ],
  [
    "data: t.csv\npriors: { intercept: normal(mean=0, scale=1) }\n",
    ['m.yaml:2:37: The prior has no argument of this name, or has it twice. Received "scale". Write normal(mean, sd).'],
  ],
  [
    "data: t.csv\npriors: { intercept: uniform(3, 1) }\n",
    ["m.yaml:2:30: The lower end of a prior must be below its upper end. Received 3 and 1. Swap or change the two."],
  ],
  [
    "data: t.csv\npriors: { intercept: normal(0, 1 }\n",
    [
      'm.yaml:2:22: A prior has the form distribution(argument, ...). Received "normal(0". Write for example normal(0, 1), with plain numbers.',
      "m.yaml:2:32: There is no key `priors.1`. Known here: decay, peak_delay, peak_decay, weibull_shape, weibull_scale, binomial_decay, slope, half_saturation, saturation_rate, exponent, log_rate, coefficient, control, season, trend, intercept, sigma, degrees_of_freedom, overdispersion, spend_location, spend_scale, spend_autocorrelation.",
    ],
  ],
  [
    "data: t.csv\npriors: { saturation_rate: gamma(3, 1) }\n",
    [
      "m.yaml:2:11: This model has no `saturation_rate`: it comes with logistic saturation. Remove the prior, or add logistic saturation. The model has: decay, slope, half_saturation, coefficient, control, season, trend, intercept, sigma.",
    ],
  ],
  [
    "data: t.csv\npriors: { decay: { default: beta(2, 2), TikTk: beta(1, 3) } }\n",
    [
      'm.yaml:2:41: There is no `decay` of this name. Received "TikTk". Did you mean "TikTok"? It has: "TV" and "TikTok", and default for the rest.',
    ],
  ],
  [
    "data: t.csv\npriors: { trend: { default: normal(0, 1) } }\n",
    ["m.yaml:2:18: `trend` takes a single prior, not one for each name. Received a map. Write `trend: normal(0, 1)`."],
  ],
  [
    "data: t.csv\npriors: { decay: fixed(1) }\n",
    [
      "m.yaml:2:18: `decay` is between 0 and 1; it cannot be fixed at this value. Received fixed(1). Choose a value inside this range, or remove the effect from the model.",
    ],
  ],
  [
    "data: t.csv\npriors: { slop: gamma(4, 2) }\n",
    [
      'm.yaml:2:11: There is no key `priors.slop`. Did you mean "slope"? Known here: decay, peak_delay, peak_decay, weibull_shape, weibull_scale, binomial_decay, slope, half_saturation, saturation_rate, exponent, log_rate, coefficient, control, season, trend, intercept, sigma, degrees_of_freedom, overdispersion, spend_location, spend_scale, spend_autocorrelation.',
    ],
  ],
  [
    "data: t.csv\npriors: { half_saturation: uniform(-1, 2) }\n",
    [
      "m.yaml:2:28: `half_saturation` is above 0; this prior also allows other values. Received uniform(-1, 2). Write a prior on positive numbers, such as half_normal(1).",
    ],
  ],
  [
    "data: t.csv\nscaling: { target: none }\n",
    [
      "m.yaml:2:20: `scaling.target: none` leaves the target in its own units, but the default priors are for scaled data. Received no prior for coefficient, control, season, trend, intercept, sigma. Write these priors, or scale the target.",
    ],
  ],
  [
    "data: t.csv\npriors: { intercept: normal(0,) }\n",
    ["m.yaml:2:31: The sd must be a finite number above 0. Received nothing. The arguments are normal(mean, sd)."],
  ],
  [
    "data: t.csv\npriors: { intercept: student_t(3, inf, 1) }\n",
    [
      'm.yaml:2:35: The location must be a finite number. Received "inf". The arguments are student_t(df, location, scale).',
    ],
  ],
  [
    'data: t.csv\npriors:\n  sigma: "cauchy(0, 2)"\n',
    [
      'm.yaml:3:11: `sigma` is above 0; this prior also allows other values. Received "cauchy(0, 2)". Write half_cauchy(2).',
    ],
  ],
  [
    "data: t.csv\nadstock: none\nsaturation: none\npriors: { decay: beta(1, 1) }\n",
    [
      "m.yaml:4:11: This model has no `decay`: it comes with geometric adstock. Remove the prior, or add geometric adstock. The model has: coefficient, control, season, trend, intercept, sigma.",
    ],
  ],
  [
    "data: t.csv\ntarget: revenue\ndate: revenue\n",
    ['m.yaml:2:9: Both `date` and `target` name the column "revenue". Take it out of one of them.'],
  ],
];

it.each(badFiles)("says what is wrong with %j", async (text, messages) => {
  const attempt = async (): Promise<unknown> => resolve(await parseModelFile(text, "m.yaml"), table);
  const error = await attempt().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(CarryoverError);
  expect((error as CarryoverError).message.split("\n")).toEqual(messages);
  expect((error as CarryoverError).exitCode).toBe(exitCodes.badInput);
});
