// Fits of a stored run without the last rows of its table.

export { refit, refitOpened, type RefitRequest, type RefitResult } from "./refit.ts";
