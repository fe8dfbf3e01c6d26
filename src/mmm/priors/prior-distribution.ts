// Priors of a model file as distributions of the model builder, and vectors of parameters whose priors differ by member.

import type { ProperDistribution } from "../../distributions/index.ts";
import { broadcastTo, concatenate, constant, gather, type Node, type Operand, reshape } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import type { Axis } from "../axes/index.ts";
import { familyOf, fixed } from "./families/index.ts";
import { givenArguments } from "./given-priors.ts";
import type { NamedPriors, Prior } from "../specification/index.ts";

/** Members of a vector that share a family of priors. */
interface Part {
  readonly members: readonly number[];
  readonly priors: readonly Prior[];
  /** What the priors are of, where they are not of the parameter itself. */
  readonly quantity: string | undefined;
}

/** The members of one part: their values, [members], and how their coordinates follow from these. */
export interface PartNode {
  readonly value: Node;
  /** Declares the recovery of the part's coordinates from a node that has the part's values. */
  readonly recoverFrom: (values: Node) => void;
}

/** Shape of the array of one part, and the labels along its axes; the first axis holds the members. */
export interface PartArray {
  readonly shape: readonly number[];
  readonly labels: readonly (readonly string[])[];
}

/** How the members of one part are brought into being; their prior may be that of a quantity that the parameter gives. */
export type MakePart = (
  partName: string,
  distribution: ProperDistribution,
  array: PartArray,
  members: readonly number[],
  quantity: string | undefined,
) => PartNode;

/**
 * A reported parameter over some axes, with one prior for each member along the first of them (channels, controls). Fixed members are
 * constants and are not reported. `make` may choose the coordinates; by default the parameter itself is sampled.
 * The arguments of given priors (given-priors.ts) are data, [members] each.
 * @param writtenAs the parameter under whose name the priors are written
 * @param quantities by member, the quantity whose prior stands among `priors` in place of the parameter's own; `make` has to know it
 */
export function vectorParameter(
  builder: ModelBuilder,
  name: string,
  [{ labels: members }, ...others]: readonly Axis[],
  priors: NamedPriors,
  make?: MakePart,
  quantities: Readonly<Record<string, string>> = {},
  writtenAs: string = name,
): Node {
  const parts = partsOf(
    members.map((member) => priors[member]),
    members.map((member) => quantities[member]),
  );
  const sampled = make ?? directly(builder);
  const further = others.map((axis) => axis.labels);
  const arrayOf = (labels: readonly string[]): PartArray => ({
    shape: [labels.length, ...further.map(({ length }) => length)],
    labels: [labels, ...further],
  });
  const made = parts.map((part): PartNode => {
    if (part.priors[0].distribution === fixed) {
      const value = perMember(
        part.priors.map(({ parameters }) => parameters[0]),
        further.length,
      );
      return {
        value: broadcastTo(value, arrayOf(part.members.map((i) => members[i])).shape),
        recoverFrom: () => undefined,
      };
    }
    const labels = part.members.map((i) => members[i]);
    const own = part.quantity ?? name;
    const partName = parts.length === 1 ? own : `${own} of ${labels.join(", ")}`;
    const known = givenArguments(part.quantity ?? writtenAs, part.priors).map((argument): Operand | undefined => {
      if (argument === undefined) return undefined;
      const values = gather(builder.data(argument, [members.length]), part.members);
      return reshape(values, [part.members.length, ...further.map(() => 1)]);
    });
    const distribution = jointDistribution(part.priors, known, further.length);
    return sampled(partName, distribution, arrayOf(labels), part.members, part.quantity);
  });
  const whole = inOrder(
    made.map(({ value }) => value),
    parts,
  );
  const free = parts
    .map((part, i) => ({ ...part, ...made[i] }))
    .filter(({ priors: [{ distribution }] }) => distribution !== fixed);
  if (free.length > 0) {
    const freeMembers = free.flatMap((part) => part.members).sort((a, b) => a - b);
    const places = free.map((part) => part.members.map((member) => freeMembers.indexOf(member)));
    const ordered = free.map((part, i) => ({ ...part, members: places[i] }));
    const values = free.map(({ value }) => value);
    const reported = builder.define(name, inOrder(values, ordered), {
      labels: arrayOf(freeMembers.map((i) => members[i])).labels,
    });
    // Coordinates follow from what is reported, so that initial values can be given for it.
    free.forEach(({ recoverFrom }, i) => recoverFrom(free.length === 1 ? reported : gather(reported, places[i])));
    // What is reported is what may be given: coordinates of other parameters that follow from this one then follow from that.
    if (free.length === parts.length) return reported;
    // The quantity of one member depends on how the geos differ, which follows from the whole; that must not lead back to the coordinate.
    if (Object.keys(quantities).length > 0) {
      const held = parts.flatMap((part, i) => (part.priors[0].distribution === fixed ? [{ ...part, ...made[i] }] : []));
      return inOrder([reported, ...held.map(({ value }) => value)], [{ members: freeMembers }, ...held]);
    }
  }
  return whole;
}

/** The parameter itself as coordinate, in the support of its prior. */
function directly(builder: ModelBuilder): MakePart {
  return (partName, distribution, array) => {
    const coordinateName = `${partName} (sampled)`;
    const value = builder.coordinate(coordinateName, distribution.support, array);
    builder.prior(partName, distribution, value);
    return { value, recoverFrom: (values) => (values === value ? undefined : builder.recover(coordinateName, values)) };
  };
}

function partsOf(priors: readonly Prior[], quantities: readonly (string | undefined)[]): Part[] {
  const byKey = new Map<string, number[]>();
  priors.forEach((prior, i) => {
    const key = `${prior.distribution} ${familyOf(prior).variant?.(prior.parameters) ?? ""} ${quantities[i] ?? ""}`;
    byKey.set(key, [...(byKey.get(key) ?? []), i]);
  });
  return [...byKey.values()].map((members) => ({
    members,
    priors: members.map((i) => priors[i]),
    quantity: quantities[members[0]],
  }));
}

/** A number for each member, the same along so many further axes. */
function perMember(values: readonly number[], further: number): Node {
  return constant(values, [values.length, ...new Array<number>(further).fill(1)]);
}

/** One distribution whose parameters are arrays, single numbers where all members agree, or data where they are given. */
function jointDistribution(
  priors: readonly Prior[],
  known: readonly (Operand | undefined)[],
  further: number,
): ProperDistribution {
  const parameters = priors[0].parameters.map((first, k): Operand => {
    if (known[k] !== undefined) return known[k];
    const values = priors.map((prior) => prior.parameters[k]);
    return values.every((value) => value === first) ? first : perMember(values, further);
  });
  const { distribution, joint } = familyOf(priors[0]);
  if (joint !== undefined && priors.length > 1 && further === 0) return joint(priors.length, ...parameters);
  return distribution(...parameters);
}

function inOrder(nodes: readonly Node[], parts: readonly Pick<Part, "members">[]): Node {
  if (nodes.length === 1) return nodes[0];
  const places = parts.flatMap((part) => part.members);
  return gather(
    concatenate(nodes, 0),
    places.map((_, member) => places.indexOf(member)),
  );
}
