// What an export says when the optional package that writes it is not there.

import { describe, expect, it, vi } from "vitest";
import { CarryoverError } from "../../../src/problems/problem.ts";

vi.mock("h5wasm", () => {
  throw new Error("Cannot find package 'h5wasm'");
});

describe("netCDF without h5wasm", () => {
  it("names the package to install", async () => {
    const { netcdfBytes } = await import("../../../src/store/export/netcdf.ts");
    const error = await netcdfBytes([], {}).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CarryoverError);
    expect((error as CarryoverError).message).toContain("npm install h5wasm");
    expect((error as CarryoverError).exitCode).toBe(2);
  });
});
