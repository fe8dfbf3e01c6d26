// A limit that curves written with exponentials share.

/** Exponent at which a power counts as infinite: its curve is 1 to the last digit, and its square still a number. */
export const largestExponent = 300;
