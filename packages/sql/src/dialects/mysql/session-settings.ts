import type { StatementResult } from "../dialect.js";

/** A server's names for the settings of a session, which differ between MariaDB and MySQL. */
export interface SessionSettings {
  /** Saves the current settings and commits each statement from now on. The first statement of a session. */
  save: string;
  /** Continues a SET statement that begins a transaction. */
  hold: (limits: HoldSettings) => string;
  /** Restores what was saved. */
  restore: string;
}

/** Timeouts of a transaction, in milliseconds. */
export interface HoldSettings {
  lockTimeoutMs: number;
  idleTimeoutMs: number;
  statementTimeoutMs: number;
}

/** The settings for a version of the server. */
export function toSessionSettings(version: string): SessionSettings {
  const isMaria = /mariadb/i.test(version);
  const isolation = isMaria ? "tx_isolation" : "transaction_isolation";
  const access = isMaria ? "tx_read_only" : "transaction_read_only";
  const idle = isMaria ? "idle_transaction_timeout" : "wait_timeout";
  const statement = isMaria ? "max_statement_time" : "max_execution_time";
  const names = ["autocommit", isolation, access, "innodb_lock_wait_timeout", idle, statement];
  const saved = names.map((name) => `@numipay_${name} = @@SESSION.${name}`);
  return {
    save: `SET ${saved.join(", ")}, autocommit = 1`,
    hold: ({ lockTimeoutMs, idleTimeoutMs, statementTimeoutMs }) => {
      const longest = isMaria ? statementTimeoutMs / 1000 : statementTimeoutMs;
      return (
        `, ${isolation} = 'READ-COMMITTED', ${access} = 0, innodb_lock_wait_timeout = ${toSeconds(lockTimeoutMs)}, ` +
        `${idle} = ${toSeconds(idleTimeoutMs)}, ${statement} = ${longest}`
      );
    },
    restore: `SET ${names.map((name) => `${name} = @numipay_${name}`).join(", ")}`,
  };
}

/** Whole seconds, at least one. InnoDB waits for at most 2^30. */
function toSeconds(ms: number): number {
  return Math.min(Math.max(1, Math.ceil(ms / 1000)), 2 ** 30);
}

/** Reads the version and the encodings of a new connection. */
export const readServer =
  "SELECT VERSION() AS version, @@character_set_client AS client, @@character_set_connection AS connection, " +
  "COALESCE(@@character_set_results, 'utf8mb4') AS results";

/**
 * Checks the encodings. With another one, the server rejects some events or returns them as other text. The tables of the inbox
 * have their own.
 */
export function requireUtf8mb4(found: StatementResult | undefined): void {
  const { client, connection, results } = found?.rows[0] ?? {};
  const other = [client, connection, results].find((encoding) => encoding !== "utf8mb4");
  if (other === undefined) return;
  throw new Error(
    `The pool's connections use the character set ${other}, but the inbox needs utf8mb4. Set the pool's charset to ` +
      '"utf8mb4" or remove it, and do not run SET NAMES on its connections.',
  );
}
