// All addresses of the server.

export { datasetRoutes } from "./datasets.ts";
export { fitRoutes } from "./fits.ts";
export { jobRoutes } from "./jobs.ts";
export { type CookieSettings, loginLink, sessionRoutes } from "./sessions.ts";
