// Who may call, and from where.

export { audit, type AuditEntry, brokenAudit } from "./audit.ts";
export { makeKey, type NewKey, principalOfKey } from "./keys.ts";
export { isOurHost, isOurPage, loopbackHosts } from "./origin.ts";
export { may, type Need, type Principal } from "./principal.ts";
export { checkPassword, hashOf, hashPassword } from "./secrets.ts";
export {
  beginSession,
  endSession,
  makeLoginCode,
  makeUser,
  principalOfSession,
  sessionOfCode,
} from "./sessions.ts";
