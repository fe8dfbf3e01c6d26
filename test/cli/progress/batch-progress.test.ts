import { expect, it } from "vitest";
import { rowOfFailure } from "../../../src/jobs/tasks/fit-row.ts";
import { batchDisplay } from "../../../src/cli/progress/batch-display.ts";
import { type BatchProgress, batchView } from "../../../src/cli/progress/batch.ts";
import { plainStyle } from "../../../src/cli/terminal/style.ts";
import type { Output } from "../../../src/cli/terminal/terminal.ts";
import { jobFor } from "../../jobs/support/tables.ts";

const state: BatchProgress = {
  phase: "fitting",
  seconds: 90,
  total: 1000,
  done: 40,
  converged: 37,
  not_converged: 2,
  failed: 1,
  running: [
    { name: "north", seconds: 2.5 },
    {
      name: "a name that is longer than the terminal is wide, because people call brands all sorts of things",
      seconds: 1,
    },
  ],
};

it("shows fits done by state, the rate, the time left and what runs, within the terminal", () => {
  expect(batchView.block(state, 80, 24, plainStyle)).toEqual([
    "────────────────────  40 of 1000 fits, 37 converged, 2 not converged, 1 failed",
    "1,600 fits per hour, about 36 min 0 s left",
    "  north (2.5 s)",
    "  a name that is longer than the terminal is wide, because people call brands a…",
  ]);
  expect(batchView.block(state, 80, 4, plainStyle)).toHaveLength(3);
  expect(batchView.block({ ...state, done: 500 }, 40, 24, plainStyle)[0]).toMatch(/^500 of 1000 fits, 37 converge.*…$/);
});

it("says the same on a line where nothing can be redrawn", () => {
  expect(batchView.line(state)).toBe(
    "1 min 30 s: 40 of 1000 fits, 37 converged, 2 not converged, 1 failed; 1,600 fits per hour, about 36 min 0 s left",
  );
  const reading = { ...state, phase: "reading", converged: 0, not_converged: 0, failed: 0 } as const;
  expect(batchView.line(reading)).toBe("1 min 30 s: 40 of 1000 tables read");
});

it("counts fits as they begin and end, and tells each state as JSON when that is asked for", () => {
  const written: string[] = [];
  const output: Output = {
    write: (text) => written.push(text),
    isTerminal: false,
    style: plainStyle,
    columns: () => 80,
    rows: () => 24,
  };
  let now = 100;
  const display = batchDisplay("json", output, () => now);
  display.begin("fitting", 2);
  now += 1;
  display.start("a");
  now += 1;
  display.finish(rowOfFailure(jobFor("a", "", ""), new Error("x")));
  now += 1;
  display.finish({ ...rowOfFailure(jobFor("b", "", ""), new Error("x")), state: "not converged" });
  display.stop();
  const events = written.map((line) => JSON.parse(line));
  expect(
    events.map(({ seconds, done, failed, not_converged, running }) => [seconds, done, failed, not_converged, running]),
  ).toEqual([
    [0, 0, 0, 0, []],
    [1, 0, 0, 0, [{ name: "a", seconds: 0 }]],
    [2, 1, 1, 0, []],
    [3, 2, 1, 1, []],
  ]);
});
