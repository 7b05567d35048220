// The database of the shop. It outlives the shop, as a server of PostgreSQL does.
import { PGlite } from "@electric-sql/pglite";
import { pgliteInbox } from "@numipay/sql/pglite";
import { createTables } from "./wallet.js";

export interface Database {
  readonly folder: string;
  /** The open database. Another one after `lend`. */
  db: () => PGlite;
  /** Starts again with empty tables. Creating a new database takes seconds. */
  reset: () => Promise<void>;
  /** Lets another process use the folder: one at a time can. */
  lend: (action: () => Promise<void>) => Promise<void>;
  close: () => Promise<void>;
}

/** Creates a database in a folder that does not exist yet. */
export async function openDatabase(folder: string): Promise<Database> {
  let db = await PGlite.create(folder);
  return {
    folder,
    db: () => db,
    async reset() {
      await db.exec("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
      await pgliteInbox({ db }).migrate();
      await createTables(db);
    },
    async lend(action) {
      await db.close();
      await action();
      db = await PGlite.create(folder);
    },
    close: () => db.close(),
  };
}
