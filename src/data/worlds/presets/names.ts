// Names of all worlds, apart from their recipes, so that the command line can name them without loading anything else.

export const worldNames = [
  "ecommerce",
  "media",
  "brand",
  "easy",
  "hidden-demand",
  "lasting-demand",
  "follows-sales",
  "follows-season",
  "collinear",
  "delayed-effect",
  "long-memory",
  "threshold",
  "no-ceiling",
  "heavy-tails",
  "stock-outs",
  "level-shift",
  "changing-effect",
  "short-history",
  "flat-spend",
] as const;
