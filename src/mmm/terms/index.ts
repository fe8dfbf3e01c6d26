// What other folders take from mmm/terms.

export { type ChannelGroup, channelGroups, inOrder, saturatedCurves, taken } from "./media-effects.ts";
