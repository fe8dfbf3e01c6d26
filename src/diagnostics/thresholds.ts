// The limits the verdict judges by, each with its source.

/**
 * R-hat of one quantity must be below this. Vehtari et al. (2021), Bayesian Analysis 16(2), section 4. For several quantities see `rhatLimit`.
 */
export const RHAT_LIMIT: number = 1.01;

/** Probability with which `rhatLimit` fails any of several quantities of chains that agree (our choice). */
export const RHAT_CHANCE: number = 0.01;

/** Chains whose mean acceptance is below this share of its target have steps far too long: suspicious, and a failure (our choice). */
export const ACCEPTANCE_SUSPICIOUS: number = 0.5;
export const ACCEPTANCE_LIMIT: number = 0.1;

/**
 * Distance between the outermost starts, in standard deviations of the draws, below which it is said that R-hat may miss modes (our choice;
 * four draws of the posterior itself are 2 apart).
 */
export const START_SPREAD_WANTED: number = 0.5;

/** Bulk and tail effective draws wanted per chain: 400 at four chains. Vehtari et al. (2021), section 4. */
export const ESS_PER_CHAIN: number = 100;

/** E-BFMI below this is suspicious. Betancourt (2016), arXiv 1604.00695; Stan's `diagnose` warns there. */
export const EBFMI_SUSPICIOUS: number = 0.3;

/** E-BFMI below this is a failure: the limit posteriordb sets for its reference draws. */
export const EBFMI_LIMIT: number = 0.2;

/** Divergent transitions after warm-up that are tolerated: none. Betancourt (2017), arXiv 1701.02434, section 6.2. */
export const DIVERGENCES_LIMIT: number = 0;

/** Fewest draws per chain that can reach ESS_PER_CHAIN when draws are independent; with fewer there is too little to judge by. */
export const FEWEST_DRAWS_PER_CHAIN: number = 100;

/** Chains wanted, so that R-hat compares chains that started apart. Vehtari et al. (2021), section 4. */
export const CHAINS_WANTED: number = 4;

/** Standardized distance between divergent and other draws from which a parameter is named as their place (our choice). */
export const DIVERGENCE_SHIFT: number = 0.5;

/** How many parameters or observations a check names, worst first (our choice). */
export const NAMED_WORST: number = 3;
