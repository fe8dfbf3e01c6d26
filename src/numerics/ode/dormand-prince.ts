// The Runge-Kutta pair of orders 5 and 4 of Dormand and Prince (1980), with the coefficients of Hairer, Norsett and Wanner, Solving Ordinary
// Differential Equations I, table II.5.2.

/** Times of the stages two to seven, as shares of the step. */
export const stageTimes: readonly number[] = [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1, 1];

/** Weights of the earlier derivatives in stages two to seven; the last stage is the solution of order five. */
export const stageWeights: readonly (readonly number[])[] = [
  [1 / 5],
  [3 / 40, 9 / 40],
  [44 / 45, -56 / 15, 32 / 9],
  [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
  [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
  [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
];

/** Weights of all seven derivatives in the difference of the two solutions. */
export const errorWeights: readonly number[] = [
  71 / 57600,
  0,
  -71 / 16695,
  71 / 1920,
  -17253 / 339200,
  22 / 525,
  -1 / 40,
];

/** The next step is `safety error^(-1/5)` times this one, within these bounds. */
export const stepControl = { safety: 0.9, exponent: -0.2, least: 0.2, most: 5 } as const;

/** The first step is this share of the time in which the state would change by its own size; the control soon finds a better one. */
export const firstStep = { share: 0.01, smallest: 1e-6, negligible: 1e-5 } as const;

/** Stages of a step: the last one is the first of the next. */
export const stages = 7;
