// What the priors of a model imply, as a table and sentences.

import {
  drawsText,
  impliedSentences,
  medianOf,
  type PriorImplications,
  priorText,
  shareText,
} from "../../decisions/prior/index.ts";
import { alike, estimated, missing } from "../../words/index.ts";
import type { Style } from "../terminal/index.ts";
import { leftColumn, rightColumn } from "./intervals.ts";
import { tableLines, wrapText } from "./table.ts";

export function impliedLines(implied: PriorImplications, width: number, style: Style): readonly string[] {
  const { channels, target, shareOf } = implied;
  const isPanel = channels.some(({ geoRatio }) => geoRatio !== undefined);
  const figures = (value: Parameters<typeof medianOf>[0] | undefined): string =>
    value === undefined ? missing : estimated(medianOf(value), alike.figures);
  return [
    style.bold("What the priors imply"),
    ...wrapText(`${drawsText(implied)}.`, width),
    ...tableLines(
      [
        leftColumn(
          "channel",
          channels.map(({ name }) => name),
        ),
        rightColumn(
          "ROI",
          0,
          channels.map(({ roi }) => figures(roi)),
        ),
        rightColumn(
          shareOf === "target" ? `share of ${target}` : "share of one standard deviation",
          0,
          channels.map(({ share }) => shareText(share)),
        ),
        ...(isPanel
          ? [
              rightColumn(
                "largest over smallest geo",
                1,
                channels.map(({ geoRatio }) => figures(geoRatio)),
              ),
            ]
          : []),
        { ...leftColumn("prior of", channels.map(priorText)), rank: 2 },
      ],
      width,
      style,
    ),
    ...impliedSentences(implied).flatMap((text) => wrapText(text, width)),
  ];
}
