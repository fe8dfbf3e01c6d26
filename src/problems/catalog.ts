// The wording of every problem a user can meet, one section for each area; each entry builds the record for one case.
//
// To add an area, write `src/problems/<area>-problems.ts` with one small function per problem and export it here.

export * as fileProblems from "./file-problems.ts";
export * as columnProblems from "./column-problems.ts";
export * as valueProblems from "./value-problems.ts";
export * as calendarProblems from "./calendar-problems.ts";
export * as panelProblems from "./panel-problems.ts";
export * as panelNotices from "./panel-notices.ts";
export * as dataNotices from "./data-notices.ts";
export * as driverNotices from "./driver-notices.ts";
export * as driverProblems from "./driver-problems.ts";
export * as simulationProblems from "./simulation-problems.ts";
export { didYouMean, nearest } from "./suggest.ts";
export { limitProblems } from "./limit.ts";
