// Fits of a stored run without the last rows of its table.

export {
  holdoutKeys,
  type HoldoutRequest,
  openWithHoldout,
  refitOrigins,
  refit,
  refitWithoutTests,
  type RefitRequest,
  type RefitResult,
  refitWithoutGeos,
} from "./refit.ts";
