// The tables of the service. Columns are portable between SQLite and PostgreSQL: identifiers are text (UUID version 7), times are milliseconds
// since 1970, JSON is text, flags are 0 or 1. Every table but `tenant` says whose its rows are.

import type { Generated } from "kysely";

export interface Tables {
  tenant: TenantTable;
  user_account: UserTable;
  api_key: ApiKeyTable;
  session: SessionTable;
  login_code: LoginCodeTable;
  dataset: DatasetTable;
  fit: FitsTable;
  job: JobTable;
  job_event: JobEventTable;
  idempotency: IdempotencyTable;
  audit: AuditTable;
}

export interface TenantTable {
  id: string;
  name: string;
  created: number;
}

export type UserRole = "viewer" | "analyst" | "admin" | "worker";

export interface UserTable {
  id: string;
  tenant_id: string;
  login: string;
  /** scrypt with its parameters, or null where the user cannot log in by password. */
  password: string | null;
  role: UserRole;
  disabled: number;
  created: number;
}

export interface ApiKeyTable {
  id: string;
  tenant_id: string;
  name: string;
  /** SHA-256 of the secret, which is kept nowhere. */
  hash: string;
  role: UserRole;
  expires: number | null;
  last_used: number | null;
  revoked: number | null;
  created: number;
}

export interface SessionTable {
  /** SHA-256 of what the cookie holds. */
  hash: string;
  tenant_id: string;
  user_id: string;
  created: number;
  seen: number;
}

/** Codes of login links: each works once, for a few minutes. */
export interface LoginCodeTable {
  hash: string;
  tenant_id: string;
  user_id: string;
  expires: number;
}

export interface DatasetTable {
  id: string;
  tenant_id: string;
  name: string;
  sha256: string;
  bytes: number;
  /** How the file's name ends, which says how it is read: csv, tsv, parquet, xlsx. */
  format: string;
  rows: number;
  /** What the table holds, as JSON: columns and their roles, notices. */
  described: string;
  source: "uploaded" | "simulated";
  created: number;
  deleted: number | null;
}

export interface FitsTable {
  id: string;
  tenant_id: string;
  dataset_id: string;
  name: string;
  /** Model file as it was given, or null for defaults. */
  model: string | null;
  /** What makes two fits the same: table, specification, version. */
  fingerprint: string;
  report: number;
  /** Null until it is fitted. */
  converged: number | null;
  /** Folder of the run, below the folder of the tenant's runs; null until it is fitted. */
  run: string | null;
  created: number;
  deleted: number | null;
}

export type JobState = "queued" | "running" | "succeeded" | "failed" | "canceled" | "dead";

export interface JobTable {
  id: string;
  tenant_id: string;
  kind: string;
  /** What the job is about, as JSON. */
  payload: string;
  state: JobState;
  priority: number;
  /** How often it was begun. */
  attempt: number;
  /** How often whoever ran it was lost. */
  losses: number;
  /** Grows with every claim: what reports under an older one is no longer heard. */
  token: number;
  lease_until: number | null;
  worker: string | null;
  run_after: number;
  cancel: number;
  /** How far it is, as JSON. */
  progress: string | null;
  /** Why it failed, as a JSON list of problems. */
  problems: string | null;
  result: string | null;
  /** Jobs of one tenant with the same key are one job while it is queued or running. */
  dedupe: string | null;
  created: number;
  started: number | null;
  finished: number | null;
}

export interface JobEventTable {
  seq: Generated<number>;
  job_id: string;
  tenant_id: string;
  at: number;
  type: string;
  data: string;
}

export interface IdempotencyTable {
  tenant_id: string;
  principal: string;
  key: string;
  /** SHA-256 of method, path and body. */
  fingerprint: string;
  /** Null while the first request runs. */
  status: number | null;
  headers: string | null;
  body: string | null;
  created: number;
}

export interface AuditTable {
  seq: Generated<number>;
  tenant_id: string;
  at: number;
  actor: string;
  action: string;
  object: string;
  outcome: string;
  address: string;
  request: string;
  /** SHA-256 of this row and the hash of the row before. */
  hash: string;
}
