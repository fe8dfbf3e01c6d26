// What other folders take from mmm/terms.

export { adstockParameters, saturationParameters } from "./curve-parameters.ts";
export {
  adstockOfMedia,
  ceilingOf,
  type ChannelGroup,
  channelGroups,
  type ChannelValues,
  mediaEffect,
  halfEffect,
  halfEffects,
  halfLives,
  inOrder,
  laterShare,
  type OfChannels,
  pressureOf,
  pressureOfSpend,
  settledWeeks,
  stateOf,
  steadyCurve,
  steadyStock,
  taken,
  valuesOf,
} from "./media-effects.ts";
