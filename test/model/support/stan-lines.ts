// How many lines the Stan programs of posteriordb take: lines with code, without comments alone and without generated quantities.
// Counted from posterior_database/models/stan of github.com/stan-dev/posteriordb, as of commits ae1dce9, ac10055, 12e66d8, 449a389 and 0cd7ada.

export const stanLines = {
  eight_schools_noncentered: 20,
  eight_schools_centered: 16,
  kidscore_momhsiq: 14,
  arK: 23,
  blr: 15,
  low_dim_gauss_mix: 18,
  lotka_volterra: 43,
  hmm_example: 36,
  gp_regr: 19,
  gp_pois_regr: 25,
  one_comp_mm_elim_abs: 54,
  soil_incubation: 72,
  arma11: 25,
  garch11: 20,
  diamonds: 34,
  dugongs: 27,
  dogs: 30,
  radon_variable_intercept_slope: 36,
} as const;
