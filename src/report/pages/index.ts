// What other folders take from report/pages.

export { budgetPage } from "./budget.ts";
export { columnsSection, columnsTitle, hasColumns } from "./columns.ts";
export { contributionsPage } from "./contributions.ts";
export { convergencePage } from "./convergence.ts";
export { curvesPage } from "./curves.ts";
export { fitPage } from "./fit.ts";
export { geosPage } from "./geos.ts";
export { liftTestsPage } from "./lift-tests.ts";
export { priorPosteriorPage } from "./prior-posterior.ts";
export { returnsPage } from "./returns.ts";
export { reviewPage } from "./review.ts";
