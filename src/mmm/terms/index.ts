// What other folders take from mmm/terms.

export { adstockParameters, saturationParameters } from "./curve-parameters.ts";
export {
  carriedOver,
  type ChannelGroup,
  channelGroups,
  type ChannelValues,
  halfEffect,
  halfEffects,
  halfLives,
  inOrder,
  type OfChannels,
  saturated,
  steadyCurve,
  steadyStock,
  taken,
  valuesOf,
  wholeStock,
} from "./media-effects.ts";
