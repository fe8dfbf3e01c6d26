// What to do about a check of the verdict that does not pass: for models of one's own in terms of the library, for media mix models in those of
// the command line and of the model file.

/** The remedy of each check. */
export interface Remedies {
  /** Of a fit that was canceled. */
  readonly complete: () => string;
  readonly draws: (fewest: number) => string;
  readonly chains: (wanted: number) => string;
  readonly startingPoints: (wanted: number) => string;
  readonly startsFarther: () => string;
  readonly faults: () => string;
  readonly rhat: () => string;
  /** @param draws per chain that would be enough; undefined where more of them would not help */
  readonly ess: (draws: number | undefined) => string;
  readonly means: () => string;
  readonly stepSize: () => string;
  /** @param limited whether some solutions took too many steps */
  readonly solutions: (limited: boolean) => string;
  /** @param resampled whether shorter steps were tried already */
  readonly divergences: (resampled: boolean) => string;
  readonly treeDepth: (depth: number) => string;
  readonly energy: () => string;
  /** @param draws in all that would be enough; undefined where no number would */
  readonly paretoK: (draws: number | undefined) => string;
}

/** For models written with the builder; settings are those of `sample`. */
export const generalRemedies: Remedies = {
  complete: () => "Go on with `await fit.continue()`.",
  draws: (fewest) => `Continue to 1000 draws per chain (\`fit.continue\`); at least ${fewest} are needed.`,
  chains: (wanted) => `Sample with \`chains: ${wanted}\`.`,
  startingPoints: (wanted) => `Use at least ${wanted} starting points.`,
  startsFarther: () =>
    "Start the chains farther apart (initialRadius), or write the model with this parameter on a smaller scale.",
  faults: () =>
    "Try another `seed` and a longer `warmup`. If it happens again, give these parameters tighter priors, and look for a part of the log " +
    "density that is infinite, has no gradient, or is on an extreme scale.",
  rhat: () =>
    "Double `warmup` and `draws`. If R-hat stays high, the chains may be in different modes, or the data do not identify these parameters: " +
    "use tighter priors, order what could be exchanged (orderedVector), or remove one of two parameters that do the same.",
  ess: (draws) => {
    const model = "write strongly correlated parameters as others that are not, or give them tighter priors";
    return draws === undefined
      ? `More draws would not suffice. Try \`metric: "low-rank"\` or \`metric: "dense"\`, or ${model}.`
      : `Continue to ${draws} draws per chain (\`fit.continue\`, or \`sample\` with \`moreDraws\` and \`resume\`), or try \`metric: "low-rank"\`. If that ` +
          `is too slow, ${model}.`;
  },
  means: () =>
    "Report the median and the interval, or use a prior with lighter tails (halfNormal instead of halfCauchy).",
  stepSize: () =>
    "Sample with a longer `warmup` and `targetAccept: 0.95`. If it remains, the posterior has a narrow corner: declare parameters that vary by " +
    "group with `centered: false`, or use tighter priors for their scale.",
  solutions: (limited) =>
    `Look at where trajectories diverge (\`divergencePositions\` of each chain). ${
      limited
        ? "Raise `maxSteps` of the ode or its tolerances, write stiff parts in a closed form, and "
        : "Keep states in their range, and "
    }give the rates tighter priors.`,
  divergences: (resampled) =>
    `${
      resampled
        ? "Sample with twice the `warmup` and `targetAccept: 0.99`."
        : "Sample with `targetAccept: 0.95`, then 0.99, and a longer `warmup`."
    } If divergences remain, declare parameters that vary by group with \`centered: false\`, keep scales away from 0 by their priors, and give ` +
    "the parameters named here tighter priors.",
  treeDepth: (depth) =>
    `The posterior is long and narrow in these coordinates. Sample with \`maxDepth: ${depth}\`, or try \`metric: "low-rank"\`.`,
  energy: () =>
    "Sample with a longer `warmup` and twice the `draws`. If it stays low, a parameter has a heavy tail: use a prior with lighter tails " +
    "(halfNormal instead of halfCauchy), or a likelihood that suits outliers (studentT).",
  paretoK: (draws) =>
    draws === undefined
      ? "Fit again without these observations to predict them, or use a likelihood that suits outliers (studentT)."
      : `About ${draws} draws in total would suffice for the largest k: continue to more (\`fit.continue\`). Otherwise, fit again without these observations to ` +
        "predict them, or use a likelihood that suits outliers (studentT).",
};

/** For media mix models; settings are flags of the command line, changes those that a model file can say. */
export const mediaMixRemedies: Remedies = {
  complete: () => "Go on with the same command and --resume.",
  draws: (fewest) =>
    `Run with --draws 1000 (with --resume, fit continues from the draws there are); at least ${fewest} are needed.`,
  chains: (wanted) => `Run with --chains ${wanted}.`,
  startingPoints: (wanted) => `Use at least ${wanted} starting points.`,
  startsFarther: generalRemedies.startsFarther,
  faults: () =>
    "Try another --seed and a longer --warmup. If it happens again, use tighter priors for these parameters, " +
    "and look for a column of the data that is constant or has an extreme scale.",
  rhat: () =>
    "Double --warmup and --draws. If R-hat stays high, the chains may be in different modes, or the data do not " +
    "identify these parameters: use tighter priors, or remove channels or controls that are correlated.",
  ess: (draws) => {
    const model = "use tighter priors for strongly correlated parameters, or remove one of them";
    return draws === undefined
      ? `More draws would not suffice. Try --metric low-rank or --metric dense, or ${model}.`
      : `Run with --draws ${draws} (with --resume, fit continues from the draws there are), or try --metric low-rank. If that is too slow, ${model}.`;
  },
  means: () =>
    "Report the median and the interval, or use a prior with lighter tails (half_normal instead of half_cauchy).",
  stepSize: () =>
    "Run with a longer --warmup and --target-accept 0.95. If it remains, the posterior has a narrow corner: use tighter priors for the " +
    "parameters that vary most.",
  solutions: (limited) =>
    `Look at where trajectories diverge (\`divergencePositions\` of each chain). ${
      limited
        ? "Raise `maxSteps` of the ode or its tolerances, write stiff parts in a closed form, and "
        : "Keep states in their range, and "
    }give the rates tighter priors.`,
  divergences: (resampled) =>
    `${
      resampled
        ? "Run with twice the --warmup and --target-accept 0.99."
        : "Run with --target-accept 0.95, then 0.99, and a longer --warmup."
    } If divergences remain, give the parameters named here narrower priors (a slope or half-saturation away from 0, a smaller ` +
    "coefficient), or leave out or join channels with spend in few rows.",
  treeDepth: (depth) =>
    `The posterior is long and narrow in these coordinates. Run with --max-depth ${depth}, or try --metric low-rank.`,
  energy: () =>
    "Run with a longer --warmup and twice the --draws. If it stays low, a parameter has a heavy tail: use a prior with lighter tails " +
    "(half_normal instead of half_cauchy), or a likelihood that suits outliers (student_t).",
  paretoK: (draws) =>
    draws === undefined
      ? "Refit without these rows to predict them, or use a Student-t likelihood if they are outliers."
      : `About ${draws} draws in total would suffice for the largest k: increase --draws (with --resume, fit continues from the draws there are). Otherwise, refit without these rows to predict them, ` +
        "or use a Student-t likelihood if they are outliers.",
};
