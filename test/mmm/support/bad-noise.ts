// Model files whose noise must be refused, with the problem that is told of each.

import { noiseSetting } from "../../../src/privacy/mechanisms/index.ts";
import * as modelFileProblems from "../../../src/problems/model-file-problems.ts";
import * as noiseProblems from "../../../src/problems/noise-problems.ts";
import type { Problem } from "../../../src/problems/problem.ts";
import * as writtenFileProblems from "../../../src/problems/written-file-problems.ts";
import { rule } from "./bad-model-files.ts";

const wrong = (
  where: string,
  key: string,
  name: string,
  received: string,
  ...word: readonly (readonly string[])[]
): Problem =>
  writtenFileProblems.wrongValue(
    "model",
    `m.yaml:${where}`,
    key,
    rule(name),
    received,
    word.length > 0 ? received : undefined,
    word[0],
  );

/** What stands in a model file below its data, and the problem of it, made by its wording. `lowest` is the lowest value of revenue. */
export const badNoise = (lowest: number): readonly (readonly [text: string, problem: Problem])[] => [
  ["noise: 5\n", wrong("2:8", "noise", "noise", "5")],
  [
    "noise: { revenue: { mechanism: laplace, scale: -1 } }\n",
    wrong("2:48", "noise.revenue.scale", "noise.scale", "-1"),
  ],
  [
    "noise: { revenue: { mechanism: lapalce, scale: 1 } }\n",
    wrong("2:32", "noise.revenue.mechanism", "noise.mechanism", "lapalce", noiseSetting.choices),
  ],
  ["noise: { revenue: { mechanism: laplace } }\n", noiseProblems.noiseWithoutScale("m.yaml:2:19", "revenue")],
  [
    "noise: { revenue: { scale: 4 } }\n",
    writtenFileProblems.missingKey("m.yaml:2:10", "noise.revenue.mechanism", rule("noise.mechanism")),
  ],
  [
    "noise: { revenue: { mechanism: laplace, scale: 1, scale_kind: sigma } }\n",
    noiseProblems.noiseScaleKind(
      "m.yaml:2:63",
      "laplace",
      "sigma",
      'Laplace noise is described by "b", which is its standard deviation divided by the square root of 2.',
    ),
  ],
  ["noise: { revenue: { mechanism: none, scale: 1 } }\n", noiseProblems.noiseWithScale("m.yaml:2:45", "revenue")],
  [
    "noise: { revnue: { mechanism: laplace, scale: 1 } }\n",
    noiseProblems.noiseOnUnknownColumn("m.yaml:2:10", "revnue", ["revenue", "spend_TV", "spend_TikTok"]),
  ],
  [
    "noise: { revenue: { mechanism: laplace, scale: 1, cells_summed: 0 } }\n",
    wrong("2:65", "noise.revenue.cells_summed", "noise.cells_summed", "0"),
  ],
  [
    "noise: { revenue: { mechanism: laplace, scale: 1, clip: { lower: 95 } } }\n",
    noiseProblems.belowClip("m.yaml:2:57", "revenue", lowest, 95),
  ],
  ["latent_spend: { autocorrelated: false }\n", noiseProblems.latentWithoutNoise("m.yaml:2:1")],
  [
    "noise: { spend_TV: { mechanism: laplace, scale: 2 } }\nlatent_spend: { channels: [spend_TikTok] }\n",
    noiseProblems.latentNotNoised("m.yaml:3:28", "spend_TikTok", ["spend_TV"]),
  ],
  [
    "priors: { spend_scale: half_normal(1) }\n",
    modelFileProblems.priorWithoutParameter("m.yaml:2:11", "spend_scale", "noise in a channel's spend", [
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
  [
    "noise: { spend_TV: { mechanism: laplace, scale: 2 } }\npriors: { spend_autocorrelation: normal(0, 1) }\n",
    modelFileProblems.priorOutsideDomain(
      "m.yaml:3:34",
      "spend_autocorrelation",
      "between -1 and 1",
      "normal(0, 1)",
      "a prior between \u22121 and 1, such as `uniform(-1, 1)`",
    ),
  ],
  ["noise: noise.json\n", noiseProblems.noiseFileNotRead("m.yaml:2:8", "noise.json")],
];
