// Ctrl-C: once for an orderly end, twice for an end at once.

import { afterEach, expect, it, vi } from "vitest";
import { listenForInterrupts } from "../../../src/cli/terminal/interrupt.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("the first Ctrl-C aborts and tells, the second one ends the process with 130, and then the keys are given back", () => {
  const exit = vi.spyOn(process, "exit").mockImplementation((() => undefined) as never);
  const listeners = process.listenerCount("SIGINT");
  let told = 0;
  const interrupts = listenForInterrupts(() => told++);
  process.emit("SIGINT");
  expect(interrupts.signal.aborted).toBe(true);
  expect(told).toBe(1);
  expect(exit).not.toHaveBeenCalled();
  process.emit("SIGINT");
  expect(told).toBe(1);
  expect(exit).toHaveBeenCalledWith(130);
  interrupts.release();
  expect(process.listenerCount("SIGINT")).toBe(listeners);
});

it("a request to terminate is taken as Ctrl-C", () => {
  const interrupts = listenForInterrupts(() => undefined);
  process.emit("SIGTERM");
  expect(interrupts.signal.aborted).toBe(true);
  interrupts.release();
});
