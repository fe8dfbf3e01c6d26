// The page around a report: one HTML file with its fonts and its style, and its figures as a document for machines.

import { fontFaces } from "../../charts/server/index.ts";
import { type Html, html, scriptJson, trusted } from "./html.ts";
import { reportStyle } from "./style.ts";

/** @param figures a document, which stands in the element `carryover-report` */
export async function pageHtml({
  title,
  version,
  body,
  figures,
}: {
  readonly title: string;
  /** Of carryover. */
  readonly version: string;
  readonly body: Html;
  readonly figures: object;
}): Promise<string> {
  const page = html`${trusted("<!doctype html>")}
<html lang="en" data-carryover-report>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="carryover ${version}">
<title>${title}</title>
<style>${trusted(await fontFaces())}${trusted(reportStyle)}</style>
</head>
<body>
${body}<script type="application/json" id="carryover-report">${scriptJson(figures)}</script>
</body>
</html>
`;
  return page.text;
}
