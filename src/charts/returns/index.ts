// What other folders take from charts/returns.

export { adstockDecay, type AdstockDecayData } from "./adstock-decay.ts";
export { marginalRoi, type MarginalRoiData } from "./marginal-roi.ts";
export { responseCurves, type ResponseCurvesData } from "./response-curves.ts";
export { roiForest, type RoiForestData } from "./roi-forest.ts";
export { roiSpendShare, type RoiSpendShareData } from "./roi-spend-share.ts";
export { saturation, type SaturationData } from "./saturation.ts";
