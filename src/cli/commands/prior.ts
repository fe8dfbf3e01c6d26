// carryover prior: what a model believes before it is fitted, as a page.

import { basename, extname } from "node:path";
import { exitCodes } from "../../problems/problem.ts";
import {
  columnSettings,
  fitSettings,
  optionsFor,
  priorSettings,
  readingSettings,
  valuesFrom,
} from "../../settings/index.ts";
import { type Command, defineCommand } from "./command.ts";
import { exitLines } from "../options/index.ts";

export const command: Command = defineCommand({
  name: "prior",
  positional: { name: "DATA|MODEL|-", what: "a table, a model file or - for a table from standard input" },
  describe:
    "Draws from the priors of a model, before anything is fitted, and writes what they imply as one HTML file: the ROI and the " +
    "share of every channel, the share of all media, the baseline, how far the geos of a panel may differ, tables drawn " +
    "from the prior beside the observed one, and response curves. Takes a second or two; nothing is sampled.",
  options: {
    out: { kind: "text", what: "a file", describe: "File to write", fallback: "<name of the file>-prior.html" },
    ...optionsFor("prior", priorSettings),
    ...optionsFor("prior", fitSettings),
    ...optionsFor("prior", readingSettings),
    ...optionsFor("prior", columnSettings),
    json: { kind: "flag", describe: "Print one JSON document with all figures" },
  },
  examples: [
    ["prior model.yaml", "writes model-prior.html"],
    ["prior weekly.csv --draws 5000 --out priors/default.html", "the default priors of a table, with finer figures"],
    ["prior model.yaml --json | jq .implied.media.share", "for a script"],
  ],
  exits: exitLines(0, 1, 3),
  run: async (path, options, { terminal }) => {
    const [{ prior, priorDocument }, { impliedLines }, { noticeLines }, { printResult }] = await Promise.all([
      import("../../services/prior/prior.ts"),
      import("../print/prior.ts"),
      import("../print/problems.ts"),
      import("../print/result.ts"),
    ]);
    const { draws, seed, json } = options;
    const out = options.out ?? `${path === "-" ? "stdin" : basename(path, extname(path))}-prior.html`;
    const reading = valuesFrom("prior", options, readingSettings);
    const columns = valuesFrom("prior", options, columnSettings);
    const answer = await prior({ path, out, draws, seed, reading, columns });
    const { err } = terminal;
    for (const notice of answer.notices) err.write(`${noticeLines(notice, err.style).join("\n")}\n`);
    await printResult(
      terminal,
      { json },
      {
        document: () => priorDocument(answer),
        lines: (width, style) => [
          ...impliedLines(answer.figures.implied, width, style),
          "",
          `Report: ${answer.report ?? out}`,
        ],
        privacy: answer.privacy,
      },
    );
    return exitCodes.success;
  },
});
