// Requests that another site makes a browser send are refused before anything else looks at them.

/** What of a request tells where it comes from. */
export interface Sender {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which pages cannot set. */
  readonly site: string | undefined;
}

/**
 * Whether a request names this server. A name of another site that points here (DNS rebinding) does not.
 * @param allowed names with their ports, such as localhost:8080
 */
export function isOurHost(host: string | undefined, allowed: ReadonlySet<string>): boolean {
  return host !== undefined && allowed.has(host.toLowerCase());
}

/** Names under which a server on this port of the loopback interface is called. */
export function loopbackHosts(port: number): readonly string[] {
  return [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`];
}

/**
 * Whether a request that changes something, and whose cookie the browser sent by itself, was meant by a page of ours.
 * @param secure whether pages come by https
 */
export function isOurPage({ method, host, origin, site }: Sender, secure: boolean): boolean {
  if (["GET", "HEAD", "OPTIONS"].includes(method)) return true;
  if (site !== undefined) return site === "same-origin" || site === "none";
  return origin !== undefined && origin === `${secure ? "https" : "http"}://${host}`;
}
