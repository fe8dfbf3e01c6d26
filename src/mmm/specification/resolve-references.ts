// The values of controls against which their contributions count, where a model file gives them.

import { referenceOfNoControl } from "../../problems/model-file-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import { elementName } from "../axes/index.ts";
import type { ModelDocument } from "./document.ts";
import type { ProvenanceLog } from "./provenance.ts";
import type { ModelStructure } from "./resolved-spec.ts";

/** Reference values of controls, those that are written. */
export function resolveReferences(
  document: ModelDocument | undefined,
  controls: readonly string[],
  log: ProvenanceLog,
  problems: Problem[],
): Pick<ModelStructure, "reference_values"> {
  const written = document?.content.reference_values;
  if (document === undefined || written === undefined) return {};
  const entries = Object.entries(written).map(([name, value]): [string, number] => {
    const path = ["reference_values", name] as const;
    if (!controls.includes(name)) problems.push(referenceOfNoControl(document.where(path, "key"), name, controls));
    return [
      name,
      log.note(elementName("reference_values", [name]), { value, origin: "model file", reason: document.where(path) }),
    ];
  });
  return { reference_values: Object.fromEntries(entries) };
}
