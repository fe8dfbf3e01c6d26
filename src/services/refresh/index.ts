// The model of a run fitted to a newer table.

export {
  refresh,
  type RefreshAnswer,
  refreshDocument,
  type RefreshProgress,
  type RefreshRequest,
} from "./refresh.ts";
