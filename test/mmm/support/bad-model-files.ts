// Model files that must be refused, with the problems that are told of each.

import { modelFileRule } from "../../../src/mmm/specification/content.ts";
import { priorNames } from "../../../src/mmm/specification/parameters.ts";
import * as modelFileProblems from "../../../src/problems/model-file-problems.ts";
import * as panelModelProblems from "../../../src/problems/panel-model-problems.ts";
import * as trendProblems from "../../../src/problems/trend-problems.ts";
import * as writtenFileProblems from "../../../src/problems/written-file-problems.ts";
import type { Rule } from "../../../src/problems/written-file-problems.ts";
import type { Problem } from "../../../src/problems/problem.ts";
import { fitSettings } from "../../../src/settings/index.ts";
import { adstockNames, saturationNames } from "./plain-kinds.ts";

/** What a part of a model file must be, by the name that the schema has for it. */
export function rule(name: string): Rule {
  const found = modelFileRule(name);
  if (found === undefined) throw new Error(`There is no rule ${name}.`);
  return found;
}

/** Every key of a model file. */
export const modelKeys: readonly string[] = [
  "data",
  "date",
  "geo",
  "population",
  "national",
  "target",
  "margin",
  "currency",
  "title",
  "target_kind",
  "decimal",
  "date_format",
  "sheet",
  "scaling",
  "adstock",
  "saturation",
  "order",
  "channels",
  "controls",
  "reference_values",
  "treatments",
  "revenue_per_conversion",
  "seasonality",
  "terms",
  "trend",
  "weekday",
  "week_effects",
  "week_effects_form",
  "likelihood",
  "noise",
  "latent_spend",
  "pooling",
  "mundlak",
  "priors",
  "experiments",
  "sampling",
  "schema",
];
/** Every distribution that a prior may have. */
export const families: readonly string[] = [
  "normal",
  "half_normal",
  "student_t",
  "half_student_t",
  "cauchy",
  "half_cauchy",
  "lognormal",
  "joint_lognormal",
  "gamma",
  "inverse_gamma",
  "exponential",
  "beta",
  "uniform",
  "truncated_normal",
  "laplace",
  "fixed",
];
const parameterKeys: readonly string[] = priorNames();

/** A model file called m.yaml and every problem in it, in order, made by its wording. */
export const badModelFiles: readonly (readonly [text: string, problems: readonly Problem[]])[] = [
  ["", [writtenFileProblems.wrongValue("model", "m.yaml:1:1", "", rule("file"), "nothing")]],
  ["- a\n", [writtenFileProblems.wrongValue("model", "m.yaml:1:1", "", rule("file"), "a list")]],
  [
    "data: [\n",
    [
      writtenFileProblems.writtenFileSyntax(
        "model",
        "m.yaml:2:1",
        "Flow sequence in block collection must be sufficiently indented and end with a ].",
      ),
    ],
  ],
  [
    "data: t.csv\ndata: u.csv\n",
    [writtenFileProblems.writtenFileSyntax("model", "m.yaml:2:1", "Map keys must be unique.")],
  ],
  [
    "dta: t.csv\n",
    [
      writtenFileProblems.missingKey("m.yaml:1:1", "data", rule("data")),
      writtenFileProblems.unknownKey("m.yaml:1:1", "dta", "dta", modelKeys),
    ],
  ],
  ["data:\n", [writtenFileProblems.wrongValue("model", "m.yaml:1:6", "data", rule("data"), "nothing")]],
  [
    "data: &x t.csv\ndate: *x\n",
    [
      writtenFileProblems.writtenFileUnsupported("model", "m.yaml:1:10", "anchors and aliases", "Write the value out."),
      writtenFileProblems.writtenFileUnsupported("model", "m.yaml:2:7", "anchors and aliases", "Write the value out."),
    ],
  ],
  [
    "? [a]\n: 1\n",
    [
      writtenFileProblems.writtenFileUnsupported(
        "model",
        "m.yaml:1:3",
        "keys of this kind",
        "Keys are single words or names of columns.",
      ),
    ],
  ],
  [
    "data: t.csv\nchanels: [spend_TV]\n",
    [writtenFileProblems.unknownKey("m.yaml:2:1", "chanels", "chanels", modelKeys)],
  ],
  [
    "data: t.csv\nchannels: []\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:11", "channels", rule("channels"), "an empty list")],
  ],
  [
    "data: t.csv\nchannels: [1]\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:12", "channels[1]", rule("column"), "1")],
  ],
  ["data: t.csv\nchannels: [spend_TV, spend_TV]\n", [modelFileProblems.repeatedName("m.yaml:2:22", "channels", "TV")]],
  [
    "data: t.csv\nchannels: [spend_TikTk]\n",
    [modelFileProblems.columnNotInTable("m.yaml:2:12", "spend_TikTk", "t.csv", ["spend_TV", "spend_TikTok"])],
  ],
  [
    "data: t.csv\nchannels: { spend_TV: { adstok: none } }\n",
    [
      writtenFileProblems.unknownKey("m.yaml:2:25", "channels.spend_TV.adstok", "adstok", [
        "adstock",
        "saturation",
        "order",
        "driver",
        "spend",
      ]),
    ],
  ],
  [
    "data: t.csv\nchannels: { spend_TV: { adstock: { kind: none, window: 3 } } }\n",
    [modelFileProblems.settingWithoutEffect("m.yaml:2:48", "channels.spend_TV.adstock.window", "adstock", "none", [])],
  ],
  [
    "data: t.csv\nchannels: {}\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:11", "channels", rule("channels"), "an empty map")],
  ],
  [
    "data: t.csv\ncontrols: [revenue]\n",
    [modelFileProblems.columnInTwoRoles("m.yaml:2:12", "revenue", ["target", "controls"])],
  ],
  [
    "data: t.csv\ncontrols: [promo]\n",
    [modelFileProblems.columnNotInTable("m.yaml:2:12", "promo", "t.csv", ["promotions"])],
  ],
  [
    "data: t.csv\nreference_values: { promotion: 1 }\n",
    [modelFileProblems.referenceOfNoControl("m.yaml:2:21", "promotion", ["promotions"])],
  ],
  [
    "data: t.csv\nreference_values: { promotions: none }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:33",
        "reference_values.promotions",
        rule("referenceValues"),
        "none",
      ),
    ],
  ],
  [
    "data: t.csv\ncontrols: promotions\n",
    [
      writtenFileProblems.wrongValue("model", "m.yaml:2:11", "controls", rule("controls"), "promotions", "promotions", [
        "none",
      ]),
    ],
  ],
  [
    "data: t.csv\nscaling: { media: meen }\n",
    [
      writtenFileProblems.wrongValue("model", "m.yaml:2:19", "scaling.media", rule("scaling.media"), "meen", "meen", [
        "mean",
        "max",
        "none",
      ]),
    ],
  ],
  [
    "data: t.csv\nscaling: mean\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:10", "scaling", rule("scaling"), "mean", "mean")],
  ],
  [
    "data: t.csv\nadstock: { kind: geometrc }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:18",
        "adstock.kind",
        rule("adstockKind"),
        "geometrc",
        "geometrc",
        adstockNames,
      ),
    ],
  ],
  [
    "data: t.csv\nadstock: geometrc\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:10",
        "adstock",
        rule("adstock"),
        "geometrc",
        "geometrc",
        adstockNames,
      ),
    ],
  ],
  [
    "data: t.csv\nadstock: { kind: weibull }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:18",
        "adstock.kind",
        rule("adstockKind"),
        "weibull",
        "weibull",
        adstockNames,
      ),
    ],
  ],
  [
    "data: t.csv\nadstock: { window: 0 }\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:20", "adstock.window", rule("adstock.window"), "0")],
  ],
  [
    "data: t.csv\nadstock: { window: forever }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:20",
        "adstock.window",
        rule("adstock.window"),
        "forever",
        "forever",
        ["infinite"],
      ),
    ],
  ],
  [
    "data: t.csv\nadstock: { normalize: yes }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:23",
        "adstock.normalize",
        rule("adstock.normalize"),
        "yes",
        "yes",
      ),
    ],
  ],
  [
    "data: t.csv\nsaturation: cubic\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:13",
        "saturation",
        rule("saturation"),
        "cubic",
        "cubic",
        saturationNames,
      ),
    ],
  ],
  [
    "data: t.csv\nseasonality: yearly\n",
    [
      writtenFileProblems.wrongValue("model", "m.yaml:2:14", "seasonality", rule("seasonality"), "yearly", "yearly", [
        "none",
      ]),
    ],
  ],
  [
    "data: t.csv\nseasonality: [{ period: 52 }, { period: 52, harmonics: 3 }]\n",
    [modelFileProblems.repeatedSeason("m.yaml:2:41", 52)],
  ],
  ["data: t.csv\nweekday: true\n", [modelFileProblems.weekdayNeedsDays("m.yaml:2:10", "weekly")]],
  [
    "data: t.csv\nweekday: yes please\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:10", "weekday", rule("weekday"), "yes please")],
  ],
  [
    "data: t.csv\nseasonality: [{ period: 52 }, { periods: 7 }]\n",
    [writtenFileProblems.unknownKey("m.yaml:2:33", "seasonality[2].periods", "periods", ["period", "harmonics"])],
  ],
  [
    "data: t.csv\nseasonality: { period: 52, harmonics: 26 }\n",
    [modelFileProblems.tooManyHarmonics("m.yaml:2:39", 26, 52)],
  ],
  [
    "data: t.csv\nseasonality: { harmonics: 1.5 }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:27",
        "seasonality.harmonics",
        rule("seasonality.harmonics"),
        "1.5",
      ),
    ],
  ],
  [
    "data: t.csv\ntrend: wavy\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:8", "trend", rule("trend"), "wavy")],
  ],
  [
    "data: t.csv\ntrend: { kind: spline }\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:16", "trend.kind", rule("trend.kind"), "spline")],
  ],
  [
    "data: t.csv\ntrend: { kind: knots, knots: -3 }\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:30", "trend.knots", rule("trendKnots"), "-3")],
  ],
  ["data: t.csv\ntrend: { kind: knots, knots: 9 }\n", [trendProblems.moreKnotsThanRows("m.yaml:2:30", 9, 4)]],
  ["data: t.csv\ntrend: knots\n", [trendProblems.noKnotsFound("m.yaml:2:8", 4, 3)]],
  [
    "data: t.csv\ntrend: { kind: knots, knots: [1, 3, 2] }\n",
    [trendProblems.knotsNotInOrder("m.yaml:2:30", "[1, 3, 2]")],
  ],
  ["data: t.csv\ntrend: { kind: knots, knots: [1, 5] }\n", [trendProblems.knotOutsideTable("m.yaml:2:30", 5, 4)]],
  [
    "data: t.csv\ntrend: { kind: knots, knots: 2, criterion: aic }\n",
    [trendProblems.criterionWithoutChoice("m.yaml:2:44")],
  ],
  [
    "data: t.csv\ntrend: { kind: linear, knots: 2 }\n",
    [trendProblems.settingOfOtherTrend("m.yaml:2:31", "knots", "linear", ["knots"])],
  ],
  ["data: t.csv\ntrend: hsgp\n", [trendProblems.trendTooShort("m.yaml:2:8", 13, 4)]],
  [
    "data: t.csv\ntrend: { kind: hsgp, shortest_length: 1, boundary: 1 }\n",
    [trendProblems.boundaryInsideTable("m.yaml:2:52", 1, 4)],
  ],
  [
    "data: t.csv\nlikelihood: poisson\n",
    [
      writtenFileProblems.wrongValue("model", "m.yaml:2:13", "likelihood", rule("likelihood"), "poisson", "poisson", [
        "normal",
        "student_t",
        "negative_binomial",
      ]),
    ],
  ],
  ["data: t.csv\ngeo: region\n", [panelModelProblems.needsPanel("m.yaml:2:1", "geo")]],
  ["data: t.csv\npooling: { coefficient: none }\n", [panelModelProblems.needsPanel("m.yaml:2:1", "pooling")]],
  ["data: t.csv\nmundlak: all\n", [panelModelProblems.needsPanel("m.yaml:2:1", "mundlak")]],
  ["data: t.csv\nweek_effects: none\n", [panelModelProblems.needsPanel("m.yaml:2:1", "week_effects")]],
  [
    "data: t.csv\npooling: { coefficient: some }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:25",
        "pooling.coefficient",
        rule("pooling.coefficient"),
        "some",
        "some",
        ["none", "partial", "complete"],
      ),
    ],
  ],
  [
    'data: t.csv\npriors: { roi: "lognormal(0, 1)", coefficient: half_normal(1) }\n',
    [panelModelProblems.returnBesideCoefficient("m.yaml:2:35", ["TV", "TikTok"])],
  ],
  [
    'data: t.csv\npriors: { roi: "lognormal(0, 1)", mroi: { TV: "lognormal(0, 1)" }, contribution: { TV: "beta(1, 9)" } }\n',
    [panelModelProblems.returnTwice("m.yaml:2:68", "TV", ["mroi", "contribution"])],
  ],
  [
    'data: t.csv\npriors: { contribution: "lognormal(0, 1)" }\n',
    [
      modelFileProblems.priorOutsideDomain(
        "m.yaml:2:26",
        "contribution",
        "between 0 and 1",
        '"lognormal(0, 1)"',
        "a beta prior such as beta(2, 2)",
      ),
    ],
  ],
  [
    "data: t.csv\nsampling: { chains: 0 }\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:21", "sampling.chains", rule("sampling.chains"), "0")],
  ],
  [
    "data: t.csv\nsampling: { target_accept: 1 }\n",
    [
      writtenFileProblems.wrongValue(
        "model",
        "m.yaml:2:28",
        "sampling.target_accept",
        rule("sampling.target_accept"),
        "1",
      ),
    ],
  ],
  [
    "data: t.csv\nsampling: { draw: 10 }\n",
    [writtenFileProblems.unknownKey("m.yaml:2:13", "sampling.draw", "draw", Object.keys(fitSettings))],
  ],
  [
    "data: t.csv\npriors: { decay: 0.5 }\n",
    [writtenFileProblems.wrongValue("model", "m.yaml:2:18", "priors.decay", rule("prior"), "0.5")],
  ],
  [
    "data: t.csv\npriors:\n  decay: normal(0.5, 0.2)\n",
    [
      modelFileProblems.priorOutsideDomain(
        "m.yaml:3:10",
        "decay",
        "between 0 and 1",
        "normal(0.5, 0.2)",
        "truncated_normal(0.5, 0.2, 0, 1) or a beta prior such as beta(2, 2)",
      ),
    ],
  ],
  [
    "data: t.csv\npriors:\n  coefficient: normal(0, 1)\n",
    [modelFileProblems.priorOutsideDomain("m.yaml:3:16", "coefficient", "above 0", "normal(0, 1)", "half_normal(1)")],
  ],
  [
    "data: t.csv\npriors: { sigma: half_normal(-1) }\n",
    [modelFileProblems.priorArgumentValue("m.yaml:2:30", "sd", "positive", "-1", "half_normal(sd)")],
  ],
  [
    "data: t.csv\npriors: { sigma: HalfNormal(1) }\n",
    [modelFileProblems.unknownDistribution("m.yaml:2:18", "HalfNormal", families)],
  ],
  [
    "data: t.csv\npriors: { sigma: half_normal(0, 1) }\n",
    [modelFileProblems.priorArgumentCount("m.yaml:2:18", "2", "half_normal(sd)", 1)],
  ],
  [
    "data: t.csv\npriors: { intercept: normal(mean=0, scale=1) }\n",
    [modelFileProblems.priorArgumentName("m.yaml:2:37", "scale", "normal(mean, sd)")],
  ],
  [
    "data: t.csv\npriors: { intercept: uniform(3, 1) }\n",
    [modelFileProblems.priorBoundsOrder("m.yaml:2:30", "3 and 1")],
  ],
  [
    "data: t.csv\npriors: { intercept: normal(0, 1 }\n",
    [
      modelFileProblems.priorSyntax("m.yaml:2:22", "normal(0"),
      writtenFileProblems.unknownKey("m.yaml:2:32", "priors.1", "1", parameterKeys),
    ],
  ],
  [
    "data: t.csv\npriors: { saturation_rate: gamma(3, 1) }\n",
    [
      modelFileProblems.priorWithoutParameter("m.yaml:2:11", "saturation_rate", "logistic saturation", [
        "decay",
        "slope",
        "half_saturation",
        "coefficient",
        "control",
        "season",
        "trend",
        "intercept",
        "sigma",
      ]),
    ],
  ],
  [
    "data: t.csv\npriors: { decay: { default: beta(2, 2), TikTk: beta(1, 3) } }\n",
    [modelFileProblems.priorForUnknown("m.yaml:2:41", "decay", "TikTk", ["TV", "TikTok"])],
  ],
  [
    "data: t.csv\npriors: { trend: { default: normal(0, 1) } }\n",
    [modelFileProblems.priorNotByName("m.yaml:2:18", "trend")],
  ],
  [
    "data: t.csv\npriors: { decay: fixed(1) }\n",
    [modelFileProblems.fixedOutsideDomain("m.yaml:2:18", "decay", "between 0 and 1", "fixed(1)")],
  ],
  [
    "data: t.csv\npriors: { slop: gamma(4, 2) }\n",
    [writtenFileProblems.unknownKey("m.yaml:2:11", "priors.slop", "slop", parameterKeys)],
  ],
  [
    "data: t.csv\npriors: { half_saturation: uniform(-1, 2) }\n",
    [
      modelFileProblems.priorOutsideDomain(
        "m.yaml:2:28",
        "half_saturation",
        "above 0",
        "uniform(-1, 2)",
        "a prior on positive numbers, such as half_normal(1)",
      ),
    ],
  ],
  [
    "data: t.csv\nscaling: { target: none }\n",
    [
      modelFileProblems.priorsNeeded(
        "m.yaml:2:20",
        ["coefficient", "control", "season", "trend", "intercept", "sigma"],
        "target",
      ),
    ],
  ],
  [
    "data: t.csv\npriors: { intercept: normal(0,) }\n",
    [modelFileProblems.priorArgumentValue("m.yaml:2:31", "sd", "positive", "", "normal(mean, sd)")],
  ],
  [
    "data: t.csv\npriors: { intercept: student_t(3, inf, 1) }\n",
    [
      modelFileProblems.priorArgumentValue(
        "m.yaml:2:35",
        "location",
        "finite",
        "inf",
        "student_t(df, location, scale)",
      ),
    ],
  ],
  [
    'data: t.csv\npriors:\n  sigma: "cauchy(0, 2)"\n',
    [modelFileProblems.priorOutsideDomain("m.yaml:3:11", "sigma", "above 0", '"cauchy(0, 2)"', "half_cauchy(2)")],
  ],
  [
    "data: t.csv\nadstock: none\nsaturation: none\npriors: { decay: beta(1, 1) }\n",
    [
      modelFileProblems.priorWithoutParameter("m.yaml:4:11", "decay", "geometric adstock", [
        "coefficient",
        "control",
        "season",
        "trend",
        "intercept",
        "sigma",
      ]),
    ],
  ],
  [
    "data: t.csv\ntarget: revenue\ndate: revenue\n",
    [modelFileProblems.columnInTwoRoles("m.yaml:2:9", "revenue", ["date", "target"])],
  ],
];
