// Shows a state that changes while work goes on: a block redrawn in place, lines now and then, JSON lines, or nothing.

import { type Document, documentOf, documentText, type SchemaId } from "../../documents/index.ts";
import type { runSettings, ValueOf } from "../../settings/index.ts";
import { visible } from "../../words/index.ts";
import { escape, type Output, type Style } from "../terminal/index.ts";

/** What is said to people meanwhile, as a line of --progress json. */
export function messageDocument(
  text: string,
): Document<"carryover/message/1", { readonly event: "message"; readonly text: string }> {
  return documentOf("carryover/message/1", { event: "message", text });
}

export type ProgressMode = ValueOf<typeof runSettings.progress>;

/** How a state looks. */
export interface View<S> {
  /** No line is wider than `width`, and there are at most `height` of them. */
  block(state: S, width: number, height: number, style: Style): readonly string[];
  /** One line, where lines cannot be redrawn. */
  line(state: S): string;
  /** One line of --progress json. */
  event(state: S): Document<SchemaId, object>;
  /** Whether nothing is to come: such a state is not held back. */
  isDone(state: S): boolean;
}

export interface Display<S> {
  /** Takes the latest state, which is asked for when it is drawn. Cheap: drawing happens at most ten times a second. */
  update(state: () => S): void;
  /** Writes a message without tearing the block. */
  message(text: string): void;
  /** Takes the block away and gives the terminal back as it was. May be called more than once. */
  stop(): void;
}

/** Milliseconds between two drawings of the block. */
const redrawEvery = 100;
/** Seconds between two plain lines, and so the shortest work that has any. */
const lineEvery = 5;

const hideCursor = `${escape}[?25l`;
const showCursor = `${escape}[?25h`;
const eraseBelow = `${escape}[0J`;

/** `seconds` of a state is the time since the work began. */
export function createDisplay<S extends { readonly seconds: number }>(
  mode: ProgressMode,
  output: Output,
  view: View<S>,
): Display<S> {
  if (mode === "none") return silent(output);
  if (mode === "json") return jsonLines(output, view);
  return mode === "auto" && output.isTerminal ? block(output, view) : plainLines(output, view);
}

function silent<S>(output: Output): Display<S> {
  return { update: () => undefined, message: (text) => output.write(`${text}\n`), stop: () => undefined };
}

function jsonLines<S extends { readonly seconds: number }>(output: Output, view: View<S>): Display<S> {
  let last = Number.NEGATIVE_INFINITY;
  return {
    update(latest) {
      const state = latest();
      if (!view.isDone(state) && state.seconds - last < redrawEvery / 1000) return;
      last = state.seconds;
      output.write(documentText(view.event(state), 0));
    },
    message: (text) => output.write(documentText(messageDocument(text), 0)),
    stop: () => undefined,
  };
}

function plainLines<S extends { readonly seconds: number }>(output: Output, view: View<S>): Display<S> {
  let last = 0;
  return {
    update(latest) {
      const state = latest();
      if (state.seconds - last < lineEvery) return;
      last = state.seconds;
      output.write(`${visible(view.line(state))}\n`);
    },
    message: (text) => output.write(`${text}\n`),
    stop: () => undefined,
  };
}

function block<S>(output: Output, view: View<S>): Display<S> {
  let state: (() => S) | undefined;
  let drawn = 0;
  let stopped = false;
  const erase = (): string => (drawn === 0 ? "" : `${escape}[${drawn}A${escape}[1G${eraseBelow}`);
  const draw = (): void => {
    if (state === undefined || stopped) return;
    const lines = view.block(state(), output.columns() - 1, output.rows(), output.style);
    output.write(`${erase()}${lines.map((line) => `${visible(line)}\n`).join("")}`);
    drawn = lines.length;
  };
  output.write(hideCursor);
  const timer = setInterval(draw, redrawEvery);
  timer.unref();
  const display: Display<S> = {
    update(latest) {
      const first = state === undefined;
      state = latest;
      if (first) draw();
    },
    message(text) {
      output.write(`${erase()}${text}\n`);
      drawn = 0;
      draw();
    },
    stop() {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      process.removeListener("exit", display.stop);
      output.write(`${erase()}${showCursor}`);
    },
  };
  // Also when the process ends by an error or by a second Ctrl-C.
  process.once("exit", display.stop);
  return display;
}
