import postgres, { type TransactionSql } from "postgres";
import { postgresJsInbox, postgresJsJournal } from "../../../src/postgres-js.js";
import { describeJournal } from "../library/journal-suite.js";
import { postgres as postgresql } from "../library/postgres-under-test.js";

describeJournal<TransactionSql>(
  {
    entry: "postgres-js",
    open({ application_name, ...settings }, options) {
      const sql = postgres({
        ...settings,
        connection: { application_name },
        backoff: () => 0.05,
        onnotice: () => undefined,
        // What changes the values and the names that are read.
        transform: { ...postgres.camel, value: { from: (value: unknown) => value ?? undefined } },
      });
      return {
        journal: postgresJsJournal({ sql, ...options }),
        inbox: postgresJsInbox({ sql, ...options }),
        others: [sql],
        run: async (tx, text) => await tx.unsafe(text),
        transact: (work) => sql.begin(work) as Promise<never>,
        end: () => sql.end({ timeout: 1 }),
      };
    },
  },
  postgresql,
);
