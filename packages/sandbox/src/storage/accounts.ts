import { randomToken } from "../gateway/random-token.js";
import { integer, text, textOrNull, type Row, type Sql } from "./sql.js";

/** A merchant account. */
export interface Account {
  readonly accountId: string;
  /** Counted from 1. The first is the one that a sandbox starts with. */
  readonly position: number;
  readonly merchantName: string;
  readonly signaturePassword: string;
  /** Only displayed. Webhooks are signed with the current one. */
  readonly previousSignaturePassword: string | null;
  readonly webhookUrl: string | null;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** The table of accounts. */
export interface AccountStore {
  /** In creation order, never empty. */
  list(): Account[];
  first(): Account;
  byId(accountId: string): Account | undefined;
  create(account: { merchantName: string; webhookUrl: string | null; now: number }): Account;
  rename(accountId: string, merchantName: string): void;
  setWebhookUrl(accountId: string, url: string | null): void;
  /** Creates the next password and returns it. */
  rotateSignaturePassword(accountId: string): string;
}

/** Opens the table of accounts. Ids and passwords are derived from the seed. */
export function createAccountStore(sql: Sql, seed: string): AccountStore {
  const byId = (accountId: string): Account | undefined => {
    const row = sql.first("SELECT * FROM accounts WHERE account_id = ?", [accountId]);
    return row === undefined ? undefined : toAccount(row);
  };
  const known = (accountId: string): Account => {
    const account = byId(accountId);
    if (account === undefined)
      throw new RangeError("No account of the sandbox has this accountId.");
    return account;
  };
  return {
    list: () => sql.all("SELECT * FROM accounts ORDER BY position").map(toAccount),
    first() {
      const row = sql.first("SELECT * FROM accounts ORDER BY position LIMIT 1");
      if (row === undefined) throw new Error("The sandbox's file contains no account.");
      return toAccount(row);
    },
    byId,
    create({ merchantName, webhookUrl, now }) {
      const row = sql.first("SELECT COALESCE(MAX(position), 0) + 1 AS next FROM accounts");
      const position = row === undefined ? 1 : integer(row, "next");
      const account: Account = {
        accountId: randomToken(seed, `account:${position}`, 15),
        position,
        merchantName,
        signaturePassword: toPassword(
          randomToken(seed, ofAccount(position, "signature-password"), 40),
        ),
        previousSignaturePassword: null,
        webhookUrl,
        createdAt: now,
      };
      sql.run(
        `INSERT INTO accounts (account_id, position, merchant_name, signature_password, webhook_url, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        [account.accountId, position, merchantName, account.signaturePassword, webhookUrl, now],
      );
      return account;
    },
    rename: (accountId, merchantName) =>
      sql.run("UPDATE accounts SET merchant_name = ? WHERE account_id = ?", [
        merchantName,
        accountId,
      ]),
    setWebhookUrl(accountId, url) {
      sql.run("UPDATE accounts SET webhook_url = ? WHERE account_id = ?", [url, accountId]);
    },
    rotateSignaturePassword(accountId) {
      const { signaturePassword: current } = known(accountId);
      // Derived from the previous one, so that rotations need not be counted.
      const next = toPassword(randomToken(seed, `signature-password:after:${current}`, 40));
      sql.run(
        "UPDATE accounts SET signature_password = ?, previous_signature_password = ? WHERE account_id = ?",
        [next, current, accountId],
      );
      return next;
    },
  };
}

/** The name from which a value of an account is derived. The first account's names have no number. */
export function ofAccount(position: number, name: string): string {
  return position === 1 ? name : `account:${position}:${name}`;
}

/** The prefix shows that this is not a real password. */
function toPassword(token: string): string {
  return `sandbox_${token}`;
}

function toAccount(row: Row): Account {
  return {
    accountId: text(row, "account_id"),
    position: integer(row, "position"),
    merchantName: text(row, "merchant_name"),
    signaturePassword: text(row, "signature_password"),
    previousSignaturePassword: textOrNull(row, "previous_signature_password"),
    webhookUrl: textOrNull(row, "webhook_url"),
    createdAt: integer(row, "created_at"),
  };
}
