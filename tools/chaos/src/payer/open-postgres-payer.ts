import { type PgJournal, pgInbox, pgJournal } from "@numipay/sql/pg";
import type { Pool, PoolClient } from "pg";
import { migrateUntilDone } from "../receiver/migrate-until-done.js";
import { acquireTimeoutMs, openPool } from "../receiver/open-postgres.js";
import type { OutboxDatabase, PayerStore, WalletEntry } from "./payer-store.js";
import type { PayerSettings } from "./settings.js";
import { createWallet, selectWallet } from "./wallet-table.js";

// Two processes that create the table at once would fail.
const createOnce = `BEGIN; SELECT pg_advisory_xact_lock(4711); ${createWallet}; COMMIT`;

/** A journal in PostgreSQL, and an outbox with the wallet beside it. */
export async function openPostgresPayer(settings: PayerSettings): Promise<PayerStore> {
  const pool = await openPool(settings);
  const journal = pgJournal({ pool, acquireTimeoutMs });
  await migrateUntilDone(journal);
  const close = () => pool.end();
  if (settings.way === "journal") return { journal, close };
  await pool.query(createOnce);
  return { journal, outbox: openOutbox(pool, journal, settings), close };
}

function openOutbox(pool: Pool, journal: PgJournal, { leaseMs }: PayerSettings): OutboxDatabase {
  return {
    journal: journal as OutboxDatabase["journal"],
    inbox: pgInbox({ pool, idleTimeoutMs: leaseMs, acquireTimeoutMs }),
    transact: async (work) => await transact(pool, work),
    async write(tx, { tracking_id, kind }) {
      const insert = "INSERT INTO wallet (tracking_id, kind) VALUES ($1, $2)";
      await (tx as PoolClient).query(insert, [tracking_id, kind]);
    },
    async hasDebit(tracking_id) {
      const select = "SELECT 1 FROM wallet WHERE tracking_id = $1";
      return (await pool.query(select, [tracking_id])).rowCount !== 0;
    },
    readWallet: async () => (await pool.query<WalletEntry>(selectWallet)).rows,
  };
}

async function transact(pool: Pool, work: (tx: PoolClient) => void | Promise<void>): Promise<void> {
  const client = await pool.connect();
  let failure: Error | undefined;
  // Without a listener, a connection that breaks would end the process.
  const onError = (error: Error) => (failure = error);
  client.on("error", onError);
  try {
    await client.query("BEGIN");
    await work(client);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch((rollback: Error) => (failure = rollback));
    throw error;
  } finally {
    client.off("error", onError);
    client.release(failure);
  }
}
