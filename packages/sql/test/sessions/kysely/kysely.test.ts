import { type ControlledTransaction, Kysely, PostgresDialect, sql } from "kysely";
import { Pool } from "pg";
import { kyselyInbox } from "../../../src/kysely.js";
import { describeLibrary } from "../library/library-suite.js";

describeLibrary<ControlledTransaction<object>>({
  entry: "kysely",
  open(settings, options) {
    const pool = new Pool(settings);
    const db = new Kysely<object>({ dialect: new PostgresDialect({ pool }) });
    return { inbox: kyselyInbox({ db, pool, ...options }), end: () => db.destroy() };
  },
  run: (tx, text) => sql.raw(text).execute(tx),
  nestsByCallback: false,
  async nest(tx, callback) {
    const inner = await tx.savepoint("nested").execute();
    try {
      const result = await callback(inner);
      await inner.releaseSavepoint("nested").execute();
      return result;
    } catch (error) {
      await inner.rollbackToSavepoint("nested").execute();
      throw error;
    }
  },
});
