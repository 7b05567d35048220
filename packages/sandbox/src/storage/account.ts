import { drawToken } from "../gateway/draw-token.js";
import type { Mode } from "../gateway/transaction-record.js";
import { schemaVersion } from "./schema.js";
import { integer, text, textOrNull, type Sql } from "./sql.js";

/** The merchant's account with the gateway, and the virtual time it stands at. */
export interface Account {
  readonly seed: string;
  readonly merchantName: string;
  readonly signaturePassword: string;
  readonly apiKey: string;
  readonly liveApiKey: string;
}

/** The account's table, its keys, its webhook URL and its clock. */
export interface AccountStore {
  readonly account: Account;
  modeOf(apiKey: string): Mode | undefined;
  webhookUrl(): string | null;
  setWebhookUrl(url: string | null): void;
  virtualTime(): number;
  setVirtualTime(at: number): void;
}

/** Opens the account of a database, or makes one. A seed that a file was not made with is refused: its keys would differ. */
export function createAccountStore(
  sql: Sql,
  initial: { seed: string | undefined; startAt: number },
): AccountStore {
  const found = sql.first("SELECT seed, schema_version FROM account");
  if (found === undefined) {
    insertAccount(sql, initial.seed ?? "numipay-sandbox", initial.startAt);
  } else if (integer(found, "schema_version") !== schemaVersion) {
    throw new Error(
      "The sandbox's file was written by another version of @numipay/sandbox; delete it to start anew",
    );
  } else if (initial.seed !== undefined && initial.seed !== text(found, "seed")) {
    throw new Error(
      "The sandbox's file was made with another seed; leave the seed out, or take another file",
    );
  }
  const account = readAccount(sql);
  return {
    account,
    modeOf(apiKey) {
      const row = sql.first("SELECT mode FROM credentials WHERE api_key = ?", [apiKey]);
      if (row === undefined) return undefined;
      return text(row, "mode") === "live" ? "live" : "test";
    },
    webhookUrl() {
      const row = sql.first("SELECT webhook_url FROM account");
      return row === undefined ? null : textOrNull(row, "webhook_url");
    },
    setWebhookUrl: (url) => sql.run("UPDATE account SET webhook_url = ?", [url]),
    virtualTime() {
      const row = sql.first("SELECT virtual_time FROM account");
      return row === undefined ? initial.startAt : integer(row, "virtual_time");
    },
    setVirtualTime: (at) => sql.run("UPDATE account SET virtual_time = ?", [at]),
  };
}

function insertAccount(sql: Sql, seed: string, startAt: number): void {
  sql.run(
    `INSERT INTO account (id, schema_version, seed, merchant_name, signature_password, webhook_url, virtual_time)
     VALUES (1, ?, ?, ?, ?, NULL, ?)`,
    [
      schemaVersion,
      seed,
      "Demo Merchant",
      `sandbox_${drawToken(seed, "signature-password", 40)}`,
      startAt,
    ],
  );
  const insertKey = "INSERT INTO credentials (api_key, mode) VALUES (?, ?)";
  sql.run(insertKey, [`sandbox_dev_${drawToken(seed, "dev-key", 32)}`, "test"]);
  sql.run(insertKey, [`sandbox_live_${drawToken(seed, "live-key", 32)}`, "live"]);
}

function readAccount(sql: Sql): Account {
  const row = sql.first("SELECT seed, merchant_name, signature_password FROM account");
  const keys = sql.all("SELECT api_key, mode FROM credentials ORDER BY rowid");
  const keyOf = (mode: Mode): string => {
    const key = keys.find((candidate) => candidate["mode"] === mode);
    return key === undefined ? "" : text(key, "api_key");
  };
  if (row === undefined) throw new Error("The sandbox's file holds no account");
  return {
    seed: text(row, "seed"),
    merchantName: text(row, "merchant_name"),
    signaturePassword: text(row, "signature_password"),
    apiKey: keyOf("test"),
    liveApiKey: keyOf("live"),
  };
}
