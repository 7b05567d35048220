import postgres, { type TransactionSql } from "postgres";
import { postgresJsInbox } from "../../../src/postgres-js.js";
import { describeLibrary } from "../library/library-suite.js";

describeLibrary<TransactionSql>({
  entry: "postgres-js",
  open({ application_name, ...settings }, options) {
    const sql = postgres({
      ...settings,
      connection: { application_name },
      backoff: () => 0.05,
      onnotice: () => undefined,
    });
    return { inbox: postgresJsInbox({ sql, ...options }), end: () => sql.end({ timeout: 1 }) };
  },
  run: async (tx, text) => await tx.unsafe(text),
  nest: (tx, callback) => tx.savepoint((inner) => callback(inner)),
  // postgres.js fails a transaction in which a statement has failed, unless it was in its own savepoint.
  recoversByText: false,
});
