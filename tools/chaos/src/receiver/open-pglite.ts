import { type Engine, requireSetting } from "./engine.js";
import { handlerFaults } from "./handler-faults.js";
import { createLedgerTable, insertEntry, selectLedger } from "./ledger-table.js";
import { acquireTimeoutMs } from "./open-postgres.js";
import { injectWith } from "./inject-with.js";
import type { Tx } from "./queryable.js";
import type { ReceiverSettings } from "./settings.js";

export async function openPglite({ folder }: ReceiverSettings): Promise<Engine<Tx>> {
  const { PGlite } = await import("@electric-sql/pglite");
  const { pgliteInbox } = await import("@numipay/sql/pglite");
  const db = await PGlite.create(requireSetting(folder, "folder"));
  const inbox = pgliteInbox({ db, acquireTimeoutMs });
  await inbox.migrate();
  await db.exec(createLedgerTable);
  return {
    inbox,
    effect: insertEntry,
    injectFault: injectWith({ faults: handlerFaults.postgres, append: insertEntry }),
    readLedger: async () => (await db.query(selectLedger)).rows,
    close: () => db.close(),
  };
}
