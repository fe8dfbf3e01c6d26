// Where threads that run one program together meet, in the memory that they share.

/** Byte offsets from the start of the meeting place: numbers that threads wait for lie on cache lines of their own. */
export const teamSlots = {
  /** How many of the team have come to the barrier. */
  arrived: 0,
  /** How often all have. */
  phase: 128,
  /** Who sleeps at the barrier. */
  asleep: 256,
  /** Threads of the team; 0 and 1: the one that calls `run`. */
  threads: 384,
  /** Not 0: nobody waits any more, and helpers return. */
  dissolved: 388,
} as const;

export const teamBytes = 512;

/** Pages that a shared memory may grow to: it must be said when it is made, and takes no room before it is used. */
export const mostPages = 32768;
