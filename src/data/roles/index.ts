// What other folders take from data/roles.

export { ambiguousChannels, channelName, entriesByChannel, findChannel } from "./channel-name.ts";
export { chooseChannels } from "./choose-channels.ts";
export { currencyOf } from "./currency.ts";
export { chooseTarget, targetCandidates, type TargetChoice, targetKindOf } from "./choose-target.ts";
export { channelOf, classify } from "./classify.ts";
export { type TableView, valuesOf, viewOf } from "./table-view.ts";
export { meaningOf } from "./meaning.ts";
export { nameWords } from "./name-words.ts";
export {
  isGeoName,
  isNationalName,
  isOtherKeyName,
  isPopulationName,
  isValueName,
  isVariableName,
} from "./place-names.ts";
export { type JudgedControl, judgeControls } from "./relations.ts";
export { type ColumnRole, type Confidence, isUsed, type Role } from "./role.ts";
