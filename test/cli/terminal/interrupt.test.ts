// Ctrl-C: once for an orderly end, twice for an end at once.

import { afterEach, describe, expect, it, vi } from "vitest";
import { listenForInterrupts } from "../../../src/cli/terminal/interrupt.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("Ctrl-C", () => {
  it("aborts and tells the first time, ends the process with 130 the second time, and then gives the keys back", () => {
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

  it("is what a request to terminate is taken as", () => {
    const interrupts = listenForInterrupts(() => undefined);
    process.emit("SIGTERM");
    expect(interrupts.signal.aborted).toBe(true);
    interrupts.release();
  });
});
