import { randomToken } from "../gateway/random-token.js";
import type { Mode, Owner } from "../gateway/transaction-record.js";
import { ofAccount, type Account } from "./accounts.js";
import { integer, integerOrNull, text, type Row, type Sql } from "./sql.js";

/** An API key of an account. */
export interface Credential extends Owner {
  readonly apiKey: string;
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Null for an active key. */
  readonly revokedAt: number | null;
}

/** The table of API keys. */
export interface CredentialStore {
  /** Also finds revoked keys, so that the error can say so. */
  byKey(apiKey: string): Credential | undefined;
  /** The keys of one account, oldest first, including revoked ones. */
  listFor(accountId: string): Credential[];
  /** The oldest active key of a mode, or the oldest if all are revoked. */
  keyOf(owner: Owner): string;
  create(account: Account, key: { mode: Mode; label: string; now: number }): Credential;
  /** Returns false if the account has no such active key. */
  revoke(accountId: string, apiKey: string, now: number): boolean;
}

/** Opens the table of keys. Keys are derived from the seed. */
export function createCredentialStore(sql: Sql, seed: string): CredentialStore {
  const listFor = (accountId: string): Credential[] =>
    sql
      .all("SELECT * FROM credentials WHERE account_id = ? ORDER BY rowid", [accountId])
      .map(toCredential);
  const byKey = (apiKey: string): Credential | undefined => {
    const row = sql.first("SELECT * FROM credentials WHERE api_key = ?", [apiKey]);
    return row === undefined ? undefined : toCredential(row);
  };
  return {
    byKey,
    listFor,
    keyOf({ accountId, mode }) {
      const keys = listFor(accountId).filter((key) => key.mode === mode);
      return (keys.find((key) => key.revokedAt === null) ?? keys[0])?.apiKey ?? "";
    },
    create({ accountId, position }, { mode, label, now }) {
      const count = listFor(accountId).filter((key) => key.mode === mode).length + 1;
      const kind = mode === "test" ? "dev" : "live";
      const name = ofAccount(position, count === 1 ? `${kind}-key` : `${kind}-key:${count}`);
      // The prefix shows that this is not a real key.
      const apiKey = `sandbox_${kind}_${randomToken(seed, name, 32)}`;
      sql.run(
        "INSERT INTO credentials (api_key, account_id, mode, label, created_at) VALUES (?, ?, ?, ?, ?)",
        [apiKey, accountId, mode, label, now],
      );
      return { apiKey, accountId, mode, label, createdAt: now, revokedAt: null };
    },
    revoke(accountId, apiKey, now) {
      const found = byKey(apiKey);
      if (found?.accountId !== accountId || found.revokedAt !== null) return false;
      sql.run("UPDATE credentials SET revoked_at = ? WHERE api_key = ?", [now, apiKey]);
      return true;
    },
  };
}

function toCredential(row: Row): Credential {
  return {
    apiKey: text(row, "api_key"),
    accountId: text(row, "account_id"),
    mode: text(row, "mode") === "live" ? "live" : "test",
    label: text(row, "label"),
    createdAt: integer(row, "created_at"),
    revokedAt: integerOrNull(row, "revoked_at"),
  };
}
