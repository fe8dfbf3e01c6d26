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
import { count, percent } from "../../words/index.ts";

const statusWords: Readonly<Record<WorldSummary["status"], string>> = {
  right: "no more wrong answers than chance gives",
  warned: "wrong, and warned of",
  silent: "wrong without a warning",
};

/** The page as text. The caller closes the drawing's document (`closeSvgDocument`) when it needs no more pictures. */
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
<h2 id="what">What was done</h2>
<p>Every world but the preset media is the easy one with one thing changed that the model does not know of. Each table is fitted with the model file that carryover simulate writes for it, as a user would, and reviewed as carryover check does.</p>
${definitions.map((text) => html`<p>${text}</p>`)}
<h2 id="worlds">The worlds</h2>
${worldsTable(worlds)}
${sectionHtml({ id: "intervals", title: "Truth and intervals", figures: [intervals] })}
<h2 id="each">World by world</h2>
${worlds.map(worldText)}
${failures.length === 0 ? undefined : html`<h2 id="failures">Fits that failed</h2><ul>${failures.map(({ world, seed: own, reason }) => html`<li>${world}, seed ${own}: ${reason}</li>`)}</ul>`}
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
  return table("How often the answer is wrong in each world, and how often anything warned", [
    { title: "world", cells: worlds.map(({ world }) => world) },
    column("fits", ({ fits }) => String(fits)),
    column("wrong", ({ wrong }) => String(wrong)),
    column("silent", ({ silent }) => String(silent)),
    column("warned", ({ warned }) => String(warned)),
    column("90% of channels", ({ channels }) => heldText(channels)),
    column("90% of media", ({ media }) => heldText(media)),
    column("error of media", ({ mediaError }) => percent(mediaError)),
    column("largest of a channel", ({ channelError }) => percent(channelError)),
  ]);
}

function worldText(summary: WorldSummary): Html {
  const { world, what, status, unseeable } = summary;
  return html`<h3 id="world-${world}">${world}: ${statusWords[status]}</h3>
<p>${what} ${worldSentence(summary)}</p>
<p>Checks that warned: ${checksText(summary)}.</p>
${unseeable === undefined ? undefined : html`<p><strong>What no check can see.</strong> ${unseeable}</p>`}
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
      finding: `Intervals of 90% for what all media brought hold the truth least often in ${fewest.map(({ world, media }) => `${world} (${media.inside} of ${media.of})`).join(", ")}.`,
      howToRead:
        "A panel for each world, a line for each table: the 90% interval of what all media brought, divided by what they did bring. Lines across 1 hold the truth. " +
        "Wide lines are honest doubt; short lines off 1 are wrong.",
    },
  );
}
