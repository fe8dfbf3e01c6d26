// Charts of the geos of a panel.

export { contributionsByGeo, type ContributionsByGeoData } from "./contributions-by-geo.ts";
export { fitByGeo, type FitByGeoData } from "./fit-by-geo.ts";
export { ranksOfGeos, type RanksOfGeosData } from "./ranks-of-geos.ts";
export { roiByGeo, type RoiByGeoData } from "./roi-by-geo.ts";
