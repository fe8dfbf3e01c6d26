// Progress: what is drawn for a state, when it is drawn, and that the terminal is given back.

import { describe, expect, it } from "vitest";
import { escape, plainStyle, styleFor } from "../../../src/cli/terminal/style.ts";
import { progressBlock, progressLine } from "../../../src/cli/progress/render.ts";
import type { ProgressMode } from "../../../src/cli/progress/display.ts";
import { createReporter } from "../../../src/cli/progress/reporter.ts";
import type { ProgressState } from "../../../src/cli/progress/state.ts";
import type { Output } from "../../../src/cli/terminal/terminal.ts";
import type { ChainProgress } from "../../../src/sampling/index.ts";

const chain = (phase: ChainProgress["phase"], iteration: number, divergences = 0): ChainProgress => ({
  phase,
  iteration,
  total: 1500,
  draws: Math.max(0, iteration - 500),
  divergences,
  stepSize: iteration === 0 ? 0 : 0.4321,
  leapfrogs: iteration === 0 ? 0 : 15,
  gradients: iteration * 15,
});

const state: ProgressState = {
  warmup: 500,
  draws: 1000,
  seconds: 2,
  secondsLeft: 2.2,
  chains: [chain("sampling", 1100, 3), chain("warm-up", 250), chain("done", 1500), chain("waiting", 0)],
};

describe("the block of progress", () => {
  it("has a line for each chain and one for all", () => {
    expect(progressBlock(state, 100, 24, plainStyle)).toEqual([
      "chain 1 sampling ━━━━━━━━━━━━━━━━━━━━━━────────   600/1000  div 3  step 0.432    grad/draw 15.0",
      "chain 2 warm-up  ━━━━━─────────────────────────    250/500  div 0  step 0.432    grad/draw 15.0",
      "chain 3 done     ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━  1000/1000  div 0  step 0.432    grad/draw 15.0",
      "chain 4 waiting  ──────────────────────────────      0/500  div 0  step -        grad/draw -",
      "47% after 2.0 s, about 2.2 s left",
    ]);
  });

  it.each([20, 40, 60, 80, 120, 200])("fits %i columns", (width) => {
    for (const line of progressBlock(state, width, 24, plainStyle)) expect(line.length).toBeLessThanOrEqual(width);
  });

  it("shortens and then leaves out the bar, not the figures", () => {
    expect(progressBlock(state, 72, 24, plainStyle)[0]).toContain("━──");
    expect(progressBlock(state, 66, 24, plainStyle)[0]).toBe(
      "chain 1 sampling  600/1000  div 3  step 0.432    grad/draw 15.0",
    );
  });

  it("is red for a chain with a divergence and for no other", () => {
    const lines = progressBlock(state, 100, 24, styleFor);
    expect(lines.map((line) => line.startsWith(`${escape}[31m`))).toEqual([true, false, false, false, false]);
  });

  it("shows the chains furthest behind when there are more than lines", () => {
    const many: ProgressState = { ...state, chains: Array.from({ length: 40 }, (_, i) => chain("sampling", 600 + i)) };
    const lines = progressBlock(many, 100, 12, plainStyle);
    expect(lines).toHaveLength(11);
    expect(lines[0]).toMatch(/^chain {2}1 /);
    expect(lines.at(-1)).toMatch(/; 30 more chains ahead of these$/);
  });

  it("says how long it will take only when that is known, and how well chains agree so far", () => {
    const { secondsLeft: _, ...unknown } = state;
    expect(progressBlock(unknown, 100, 24, plainStyle).at(-1)).toBe("47% after 2.0 s");
    const worst = { name: "mu", rhat: 1.0234, ess_bulk: 210, ess_tail: 190 };
    const convergence = { draws: 350, chains: [0, 1, 2, 3], quantities: [worst], worst, leftOut: 12 };
    const text = "highest R-hat 1.023 after 350 draws";
    expect(progressBlock({ ...state, convergence }, 100, 24, plainStyle).at(-1)).toBe(
      `47% after 2.0 s, about 2.2 s left, ${text}`,
    );
    expect(progressLine({ ...state, convergence })).toMatch(new RegExp(`, about 2.2 s left, ${text}$`));
    const early = { ...convergence, draws: 20 };
    expect(progressLine({ ...state, convergence: early })).toMatch(/ left$/);
  });

  it("is 100% only when every transition is made", () => {
    const almost: ProgressState = { ...state, chains: [{ ...chain("sampling", 1499) }] };
    expect(progressLine(almost)).toMatch(/^2\.0 s: 99% of 1500 transitions/);
    expect(progressLine(state)).toBe("2.0 s: 47% of 6000 transitions, 3 divergent, about 2.2 s left");
  });
});

describe("a reporter", () => {
  const setup = (mode: ProgressMode, isTerminal: boolean) => {
    let written = "";
    let seconds = 0;
    const output: Output = {
      write: (text) => {
        written += text;
      },
      isTerminal,
      style: plainStyle,
      columns: () => 100,
      rows: () => 24,
    };
    const reporter = createReporter(mode, output, { warmup: 500, draws: 1000 }, () => seconds);
    return {
      reporter,
      text: () => written.replaceAll(escape, "\u001b"),
      at: (time: number) => {
        seconds = time;
      },
    };
  };

  it("hides the cursor of a terminal, redraws in place, and gives the terminal back", () => {
    const { reporter, text } = setup("auto", true);
    reporter.update({ chains: state.chains });
    reporter.message("hello");
    reporter.stop();
    reporter.stop();
    const [before, after] = text().split("hello\n");
    expect(before.startsWith("\u001b[?25l")).toBe(true);
    // Five lines are taken back before the message and again at the end.
    expect(before.endsWith("\u001b[5A\u001b[1G\u001b[0J")).toBe(true);
    expect(after.endsWith("\u001b[5A\u001b[1G\u001b[0J\u001b[?25h")).toBe(true);
    expect(text().match(/\[\?25h/g)).toHaveLength(1);
  });

  it("leaves no listener for the end of the process behind", () => {
    const before = process.listenerCount("exit");
    const { reporter } = setup("auto", true);
    expect(process.listenerCount("exit")).toBe(before + 1);
    reporter.stop();
    expect(process.listenerCount("exit")).toBe(before);
  });

  it("writes nothing of a short run where lines cannot be redrawn", () => {
    const { reporter, text, at } = setup("auto", false);
    at(4);
    reporter.update({ chains: [chain("sampling", 600)] });
    reporter.stop();
    expect(text()).toBe("");
  });

  it("writes a line every five seconds, and one at the first divergence of a chain", () => {
    const { reporter, text, at } = setup("plain", true);
    for (let time = 0; time < 12; time += 0.1) {
      at(time);
      reporter.update({ chains: [chain("sampling", 600, time > 7 ? 2 : 0)], secondsLeft: 7.5 });
    }
    expect(text().split("\n")).toEqual([
      expect.stringMatching(/^5\.\d s: 40% of 1500 transitions, about 7\.5 s left$/),
      "chain 1 has a divergence",
      expect.stringMatching(/^10 s: 40% of 1500 transitions, 2 divergent, about 7\.5 s left$/),
      "",
    ]);
  });

  it("writes JSON, one object a line, at most ten a second, the last one always", () => {
    const { reporter, text, at } = setup("json", true);
    for (let i = 0; i < 100; i++) {
      at(1 + i / 100);
      reporter.update({ chains: [chain("sampling", 600)] });
    }
    const worst = { name: "mu", rhat: 1.01, ess_bulk: Number.NaN, ess_tail: 300 };
    const convergence = { of: { chains: [0], draws: 900 }, quantities: [worst], worst, leftOut: ["tau"] };
    reporter.update({ chains: [chain("done", 1500)], secondsLeft: 0, convergence });
    const events = text()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events.length).toBeGreaterThanOrEqual(9);
    expect(events.length).toBeLessThanOrEqual(12);
    expect(events.at(-1)).toMatchObject({
      event: "progress",
      warmup: 500,
      draws: 1000,
      seconds_left: 0,
      chains: [{ phase: "done" }],
      convergence: { draws: 900, chains: [0], worst: { rhat: 1.01, ess_bulk: null }, left_out: 1 },
    });
  });

  it("writes nothing at all when it is told to", () => {
    const { reporter, text } = setup("none", true);
    reporter.update({ chains: state.chains });
    reporter.stop();
    expect(text()).toBe("");
  });
});
