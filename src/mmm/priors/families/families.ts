// The families of priors that come with the package, in the order they are documented, and those that are added.

import * as d from "../../../distributions/index.ts";
import type { ScalarDistribution } from "../../../distributions/index.ts";
import { add, sqrt, square } from "../../../graph/index.ts";
import { type Registry, registry } from "../../transforms/index.ts";
import { elicitations } from "./elicitation.ts";
import type { Domain, PriorArgument, PriorFamily } from "./family.ts";

const finite = (name: string): PriorArgument => ({ name, rule: "finite" });
const positive = (name: string): PriorArgument => ({ name, rule: "positive" });
const bound = (name: string): PriorArgument => ({ name, rule: "bound" });

const everywhere = (): Domain => [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
const positiveLine = (): Domain => [0, Number.POSITIVE_INFINITY];

const family = (
  name: string,
  given: readonly PriorArgument[],
  support: PriorFamily["support"],
  distribution: PriorFamily["distribution"],
): PriorFamily => {
  const elicited = Object.hasOwn(elicitations, name) ? elicitations[name] : undefined;
  return { name, arguments: given, support, distribution, ...(elicited === undefined ? {} : { elicited }) };
};

/** The name of the prior that holds a parameter at a value; such a parameter has no distribution. */
export const fixed = "fixed";

export const priorFamilies: Registry<PriorFamily> = registry("prior", [
  family("normal", [finite("mean"), positive("sd")], everywhere, d.normal),
  family("half_normal", [positive("sd")], positiveLine, d.halfNormal),
  family("student_t", [positive("df"), finite("location"), positive("scale")], everywhere, d.studentT),
  family("half_student_t", [positive("df"), positive("scale")], positiveLine, d.halfStudentT),
  family("cauchy", [finite("location"), positive("scale")], everywhere, d.cauchy),
  family("half_cauchy", [positive("scale")], positiveLine, d.halfCauchy),
  family("lognormal", [finite("location"), positive("scale")], positiveLine, d.logNormal),
  {
    ...family(
      "joint_lognormal",
      [finite("location"), positive("own"), positive("common")],
      positiveLine,
      (...parameters) => d.logNormal(parameters[0], sqrt(add(square(parameters[1]), square(parameters[2])))),
    ),
    joint: d.jointLogNormal,
  },
  family("gamma", [positive("shape"), positive("rate")], positiveLine, d.gamma),
  family("inverse_gamma", [positive("shape"), positive("scale")], positiveLine, d.inverseGamma),
  family("exponential", [positive("rate")], positiveLine, d.exponential),
  family("beta", [positive("a"), positive("b")], () => [0, 1], d.beta),
  family("uniform", [finite("lower"), finite("upper")], ([lower, upper]) => [lower, upper], d.uniform),
  {
    ...family(
      "truncated_normal",
      [finite("mean"), positive("sd"), bound("lower"), bound("upper")],
      ([, , lower, upper]) => [lower, upper],
      d.truncatedNormal,
    ),
    variant: ([, , lower, upper]) => [lower, upper].map(Number.isFinite).join(),
  },
  family("laplace", [finite("location"), positive("scale")], everywhere, d.laplace),
  family(
    fixed,
    [finite("value")],
    ([value]) => [value, value],
    () => {
      throw new RangeError("A fixed parameter has no distribution.");
    },
  ),
]);

/**
 * Distribution of one number.
 * @throws RangeError for a family that was added when the prior was written, and is not there now; for a fixed value
 */
export function distributionOf(prior: WrittenPrior): ScalarDistribution {
  return familyOf(prior).distribution(...prior.parameters);
}

/** @throws RangeError for a family that was added when the prior was written, and is not there now */
export function familyOf({ distribution }: Pick<WrittenPrior, "distribution">): PriorFamily {
  const found = priorFamilies.find(distribution);
  if (found !== undefined) return found;
  throw new RangeError(`There is no prior "${distribution}": a family of your own is added before it is used.`);
}

/** A family by name, and its arguments. */
interface WrittenPrior {
  readonly distribution: string;
  readonly parameters: readonly number[];
}
