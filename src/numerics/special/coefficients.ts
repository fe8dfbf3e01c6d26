// Polynomial coefficients of the special functions, constant first; made by test/numerics/special/support/coefficients.py.

/** First 32 bits of the natural logarithm of 2: whole multiples up to 2^21 are exact. */
export const ln2High: number = 0.6931471803691238;

/** The rest of the natural logarithm of 2. */
export const ln2Low: number = 1.9082149292705877e-10;

/** exp(r) = 1 + r + r^2 p(r) for |r| <= log(2)/2; weight r^2. Largest weighted error 3.4e-18. */
export const expCoefficients: readonly number[] = [
  0.5000000000000012, 0.166666666666667, 0.04166666666651554, 0.0083333333333072, 0.0013888888946984351,
  0.0001984126991736403, 2.4801489973210898e-5, 2.755721633487183e-6, 2.763127004985969e-7, 2.511784851652456e-8,
];

/** 2 atanh(s) = 2 s + s z p(z) with z = s^2, for 1 + f between sqrt(1/2) and sqrt(2), s = f / (2 + f); weight z. Largest weighted error 2.5e-18. */
export const logCoefficients: readonly number[] = [
  0.6666666666666734, 0.3999999999941397, 0.2857142874256336, 0.22222198553542497, 0.1818356542331778,
  0.153140206549102, 0.1479626614483722,
];

/** The same for f between 0 and 1: z up to 1/9; weight z. Largest weighted error 7.1e-20. */
export const log1pUnitCoefficients: readonly number[] = [
  0.6666666666666667, 0.3999999999999398, 0.28571428572510016, 0.2222222212547187, 0.18181823202838526,
  0.1538445193498376, 0.13336805761927076, 0.11715951369675759, 0.1097256163269842, 0.06994268204370917,
  0.16467597853413507,
];

/** (1 + 2 x) erfcx(x) as a polynomial in t = (x - 4) / (x + 4), for x >= 0. Largest weighted error 3.4e-17. */
export const erfcxCoefficients: readonly number[] = [
  1.2329951186255526, -0.13962111684056214, 0.015379652102611168, 0.0680970542546557, -0.10103906603589337,
  0.0937328349994468, -0.06633036581987099, 0.037167515522280425, -0.016197733984999126, 0.005031970096431217,
  -0.0007577736904459634, -0.00019925726477680242, 0.00015062304865320195, -2.439743509884463e-5, -1.122501084495881e-5,
  5.7060672299312965e-6, 2.9790393842667536e-7, -8.204900147756806e-7, 7.123528318930561e-8, 1.0591254909818525e-7,
  -1.6406358425131034e-8, -1.2175654597924132e-8, 1.5801306253458614e-9, 9.012702723287251e-10,
];

/** erf(x) = x + x p(x^2) for |x| <= 1; weight 1. Largest weighted error 7.1e-18. */
export const erfCoefficients: readonly number[] = [
  0.12837916709551256, -0.3761263890318355, 0.11283791670945253, -0.026866170643276233, 0.005223977607423621,
  -0.0008548325989705853, 0.00012055295320815185, -1.4924744670342449e-5, 1.6447517773201075e-6, -1.6209176697240427e-7,
  1.3722979850269634e-8, -7.801195822297999e-10,
];

/** lgamma(2 + u) = u (1 + u) p(u) for u between -3/4 and 1/2. Largest weighted error 3.7e-18. */
export const lgammaCoefficients: readonly number[] = [
  0.42278433509846713, -0.10031730167435395, 0.03296500062115791, -0.012384192193366438, 0.004998641164498572,
  -0.0021081308343182817, 0.0009153769295036829, -0.0004057073844953971, 0.00018255250761718605, -8.309538074779873e-5,
  3.817020075362461e-5, -1.7658791996391676e-5, 8.214890639971587e-6, -3.8667270817551155e-6, 1.828411298303301e-6,
  -7.768804948307728e-7, 3.9233326081542796e-7, -3.511583989995492e-7, 2.1588018037368245e-8, 9.089254221726398e-8,
  1.407978628239147e-7,
];

/** log(2 pi) / 2. */
export const halfLog2Pi: number = 0.9189385332046728;

/** lgamma(x) = (x - 1/2) log(x) - x + log(2 pi)/2 + p(1/x^2) / x for x >= 4.5. Largest weighted error 3.4e-19. */
export const lgammaStirlingCoefficients: readonly number[] = [
  0.0833333333333333, -0.0027777777777406656, 0.0007936507799327342, -0.0005952357765030253, 0.0008415362194120105,
  -0.0019056291203812354, 0.00599687855987901, -0.020349788246222338, 0.045575171313290204,
];

/** digamma(x) = log(x) - 1/(2 x) - p(1/x^2) / x^2 for x >= 6. Largest weighted error 4.0e-21. */
export const digammaStirlingCoefficients: readonly number[] = [
  0.08333333333333331, -0.008333333333305389, 0.003968253954004173, -0.004166663088348825, 0.007575245340931888,
  -0.021047914107951936, 0.0808501034518693, -0.35615388658483005, 1.142424339445699,
];

/** trigamma(x) = 1/x + 1/(2 x^2) + p(1/x^2) / x^3 for x >= 6. Largest weighted error 4.0e-21. */
export const trigammaStirlingCoefficients: readonly number[] = [
  0.16666666666666666, -0.03333333333329212, 0.02380952378383878, -0.0333333253744946, 0.07575614904134938,
  -0.252953563012371, 1.1549722771475097, -6.524678017399316, 36.60983815778221, -130.35510790575157,
];

/** x (x + 1) ... (x + 5). */
export const risingProduct: readonly number[] = [0, 120, 274, 225, 85, 15, 1];

/** Its derivative: the sum of 1 / (x + k), k = 0 ... 5, is slope / product. */
export const risingSlope: readonly number[] = [120, 548, 675, 340, 75, 6];

/** The sum of 1 / (x + k)^2 times the square of the product. */
export const risingSquares: readonly number[] = [
  14400, 65760, 150152, 205800, 180455, 104370, 40208, 10200, 1635, 150, 6,
];

/** 2 / pi after its point, 64 bits an element, most significant first. */
export const twoOverPiBits: readonly bigint[] = [
  0xa2f9836e4e441529n,
  0xfc2757d1f534ddc0n,
  0xdb6295993c439041n,
  0xfe5163abdebbc561n,
  0xb7246e3a424dd2e0n,
  0x06492eea09d1921cn,
  0xfe1deb1cb129a73en,
  0xe88235f52ebb4484n,
  0xe99c7026b45f7e41n,
  0x3991d639835339f4n,
  0x9c845f8bbdf9283bn,
  0x1ff897ffde05980fn,
  0xef2f118b5a0a6d1fn,
  0x6d367ecf27cb09b7n,
  0x4f463f669e5fea2dn,
  0x7527bac7ebe5f17bn,
  0x3d0739f78a5292ean,
  0x6bfb5fb11f8d5d08n,
  0x56033046fc7b6babn,
];

/** 2 / pi. */
export const twoOverPi: number = 0.6366197723675814;

/** First 33 bits of pi / 2: whole multiples up to 2^20 are exact. */
export const halfPiFirst: number = 1.5707963267341256;

/** The next 33 bits. */
export const halfPiSecond: number = 6.077100506303966e-11;

/** What is left of pi / 2. */
export const halfPiThird: number = 2.0222662487959506e-21;

/** pi / 2. */
export const halfPi: number = 1.5707963267948966;

/** What the rounding of pi / 2 left out. */
export const halfPiLow: number = 6.123233995736766e-17;

/** sin(r) = r + r^3 p(r^2) for |r| <= pi/4; weight r^2. Largest weighted error 3.4e-18. */
export const sinCoefficients: readonly number[] = [
  -0.16666666666666632, 0.008333333333322413, -0.00019841269829807865, 2.7557313691941534e-6, -2.5050758119152935e-8,
  1.5896795873775974e-10,
];

/** cos(r) = 1 - r^2/2 + r^4 p(r^2) for |r| <= pi/4; weight r^4. Largest weighted error 4.7e-20. */
export const cosCoefficients: readonly number[] = [
  0.0416666666666666, -0.0013888888888874125, 2.4801587289482344e-5, -2.7557314352377933e-7, 2.0875723279083273e-9,
  -1.1359648088324223e-11,
];

/** atan(u) = u + u^3 p(u^2) for |u| <= tan(pi/8); weight u^2. Largest weighted error 1.3e-18. */
export const atanCoefficients: readonly number[] = [
  -0.333333333333332, 0.19999999999953666, -0.14285714280204193, 0.11111110783819858, -0.09090897767179859,
  0.07692060363015484, -0.06663105466130594, 0.05847897455027586, -0.05039331084545531, 0.0380649611478203,
  -0.017907350570008324,
];
