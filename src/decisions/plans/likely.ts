// From when on a difference between plans counts: for what is advised, and for what the optimizer says of its plan.

/** Probability of a gain from which a plan is advised. */
export const likely = 0.8;
/** Change of spend, of a channel or of all, that counts as one. */
export const leastChange = 0.05;
