// Models that docs/library.md writes down: each block runs as it stands, and its density and gradient are finite numbers.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as carryover from "../../src/index.ts";
import { compileModel, type Model, type ModelBuilder } from "../../src/model/index.ts";
import { sizeOf } from "../../src/graph/index.ts";

const page = readFileSync(new URL("../../docs/library.md", import.meta.url), "utf8");
const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block]) => block);
/** Those that write a model and do no more. */
const models = blocks.filter((block) => block.includes("new ModelBuilder()") && !/await|\.fit\(/.test(block));

/** The model that a block leaves in `m`. */
function modelOf(block: string): Model {
  const body = block.replace(/import \{([^}]*)\} from "carryover";/, (_, names: string) => {
    return `const {${names.replaceAll(" as ", ": ")}} = carryover;`;
  });
  const make = new Function("carryover", `${body}\nreturn m;`) as (library: typeof carryover) => ModelBuilder;
  return make(carryover).build();
}

describe("models of docs/library.md", () => {
  it("are several", () => {
    expect(models.length).toBeGreaterThanOrEqual(5);
  });

  it.each(models.map((block, i) => [block.match(/m\.\w+\("[\w ]+", d\.\w+/)?.[0] ?? String(i), block] as const))(
    "run: %s",
    (_, block) => {
      const model = modelOf(block);
      const data = Object.fromEntries(
        model.data.map(({ name, shape }) => [
          name,
          Array.from({ length: sizeOf(shape) }, (__, i) => Math.sin(i) + 0.1),
        ]),
      );
      const density = compileModel(model, data).density();
      const gradient = new Float64Array(density.dimension);
      const place = Float64Array.from(gradient, (__, i) => 0.3 * Math.cos(i));
      expect(density.evaluate(place, gradient)).toSatisfy(Number.isFinite);
      expect([...gradient].every(Number.isFinite)).toBe(true);
    },
  );
});
