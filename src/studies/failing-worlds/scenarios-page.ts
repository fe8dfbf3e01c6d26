// The study of failing worlds as one HTML file with everything in it.

import { recoveryEstimates } from "../../charts/studies/index.ts";
import { fontFaces } from "../../charts/server/index.ts";
import {
  figureDrawer,
  type Html,
  html,
  trusted,
  type Figure,
  sectionHtml,
  reportStyle,
  table,
} from "../../report/shell/index.ts";
import { checksText, definitions, heldText, scenarioFindings, worldSentence } from "./scenario-words.ts";
import type { ScenarioStudy, WorldSummary } from "./scenarios.ts";
import { count, figure, listed, percent } from "../../words/index.ts";

const statusWords: Readonly<Record<WorldSummary["status"], string>> = {
  right: "no more errors than chance explains",
  warned: "wrong, with a warning",
  silent: "wrong without a warning",
};

/** The page as text. */
export async function scenariosPage(scenarios: ScenarioStudy, version: string): Promise<string> {
  const { worlds, datasets, seed, sampling, failures } = scenarios;
  const title = "Worlds in which media mix models fail";
  const silent = worlds.some(({ status }) => status === "silent");
  const [headline, ...rest] = scenarioFindings(scenarios);
  const intervals = await intervalsFigure(scenarios);
  const page = html`${trusted("<!doctype html>")}
<html lang="en" data-carryover-scenarios>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="carryover ${version}">
<title>${title}</title>
<style>${trusted(await fontFaces())}${trusted(reportStyle)}</style>
</head>
<body>
<header><h1>${title}</h1>
<p class="about">${count(worlds.length, "world")}, ${count(datasets, "data set")} of each; ${sampling.chains} × (${sampling.warmup} + ${sampling.draws}) draws; seed ${seed}</p>
</header>
<main>
<div class="verdict headline ${silent ? "REVIEW" : "PASS"}"><p>${headline}</p>
${rest.map((text) => html`<p>${text}</p>`)}</div>
<h2 id="what">Method</h2>
<p>Every national world but the preset media is the easy one with one thing changed that the model does not know of; panels are one panel of eight geos with one thing changed. Each table is fitted with the model file that carryover simulate writes for it, as a user would, and reviewed as carryover check does.</p>
${definitions.map((text) => html`<p>${text}</p>`)}
<h2 id="worlds">Overview</h2>
${worldsTable(worlds)}
${sectionHtml({ id: "intervals", title: "Truth and intervals", figures: [intervals] })}
<h2 id="each">Results by world</h2>
${worlds.map(worldText)}
${failures.length === 0 ? undefined : html`<h2 id="failures">Failed fits</h2><ul>${failures.map(({ world, seed: own, reason }) => html`<li>${world}, seed ${own}: ${reason}</li>`)}</ul>`}
</main>
</body>
</html>
`;
  return page.text;
}

function worldsTable(worlds: readonly WorldSummary[]): Html {
  const column = (title: string, cell: (world: WorldSummary) => string) => ({
    title,
    align: "right" as const,
    cells: worlds.map(cell),
  });
  return table("Wrong answers and warnings by world", [
    { title: "world", cells: worlds.map(({ world }) => world) },
    column("fits", ({ fits }) => String(fits)),
    column("wrong", ({ wrong }) => String(wrong)),
    column("silent", ({ silent }) => String(silent)),
    column("warned", ({ warned }) => String(warned)),
    column("90% of channels", ({ channels }) => heldText(channels)),
    column("90% of media", ({ media }) => heldText(media)),
    column("90% of geos", ({ geos }) => (geos === undefined ? "-" : heldText(geos))),
    column("error of media", ({ mediaError }) => percent(mediaError)),
    column("largest of a channel", ({ channelError }) => percent(channelError)),
    column("fits with divergences", ({ divergent }) => String(divergent)),
    column("leapfrogs per draw", ({ leapfrogsPerDraw }) => figure(leapfrogsPerDraw)),
  ]);
}

function worldText(summary: WorldSummary): Html {
  const { world, what, status, unseeable } = summary;
  return html`<h3 id="world-${world}">${world}: ${statusWords[status]}</h3>
<p>${what} ${worldSentence(summary)}</p>
<p>Checks that warned: ${checksText(summary)}.</p>
${unseeable === undefined ? undefined : html`<p><strong>What no check can detect.</strong> ${unseeable}</p>`}
`;
}

function intervalsFigure({ worlds, outcomes }: ScenarioStudy): Promise<Figure> {
  const draw = figureDrawer({ targetName: "Revenue" });
  const fewest = worlds.toSorted((a, b) => a.media.inside / a.media.of - b.media.inside / b.media.of).slice(0, 3);
  return draw(
    "scenario-intervals",
    recoveryEstimates,
    {
      numbers: worlds.map(({ world }) => ({
        name: world,
        sets: outcomes
          .filter((outcome) => outcome.world === world)
          .map(({ judgment }) => {
            const media = judgment.contributions[judgment.contributions.length - 1];
            return { truth: 1, lower: media.lower / media.truth, upper: media.upper / media.truth };
          }),
      })),
    },
    {
      finding: `90% credible intervals of the media contribution have the lowest coverage in ${listed(fewest.map(({ world, media }) => `${world} (${media.inside} of ${media.of})`))}.`,
      howToRead:
        "Each panel is a world and each line a table: the 90% credible interval of the media contribution divided by the true contribution. Lines that cross 1 contain the truth. " +
        "Short lines away from 1 are wrong.",
    },
  );
}
