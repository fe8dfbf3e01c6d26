// The service: an API over HTTP for what the command line does.

export { type RunningServer, type ServeRequest, startServer } from "./start.ts";
