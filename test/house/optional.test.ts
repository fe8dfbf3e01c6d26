import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { missing, sharedData, whereItOpens } from "../support/optional.ts";

describe("What a machine may lack", () => {
  const warn = vi.spyOn(console, "warn");
  beforeEach(() => {
    warn.mockImplementation(() => undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    warn.mockReset();
  });

  it("is told and skipped", async () => {
    vi.stubEnv("CI", "");
    expect(missing("There is no moon.")).toBeUndefined();
    expect(sharedData("no-such-folder/").present).toBe(false);
    expect(await whereItOpens(() => Promise.reject(new Error("It does not open.")))).toBeUndefined();
    expect(warn.mock.calls.flat()).toEqual([
      "Skipped: There is no moon.",
      expect.stringMatching(/^Skipped: .*no-such-folder/),
      "Skipped: It does not open.",
    ]);
  });

  it("fails with CI=true", async () => {
    vi.stubEnv("CI", "true");
    expect(() => missing("There is no moon.")).toThrow("There is no moon.");
    expect(() => sharedData("no-such-folder/")).toThrow("no-such-folder");
    await expect(whereItOpens(() => Promise.reject(new Error("It does not open.")))).rejects.toThrow(
      "It does not open.",
    );
  });

  it("is used where it is there", async () => {
    expect(await whereItOpens(() => Promise.resolve(7))).toBe(7);
  });
});
