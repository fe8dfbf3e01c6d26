// The service: an API over HTTP for what the command line does.

export { type RunningServer, serveDocument, type ServeRequest, type Serving, startServer } from "./start.ts";
