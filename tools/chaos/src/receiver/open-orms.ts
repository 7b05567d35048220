import type { Inbox } from "@numipay/core";
import type { Entry } from "../ledger/entry.js";
import type { Engine } from "./engine.js";
import { createLedgerTable, selectLedger, toRow } from "./ledger-table.js";
import { migrateUntilDone } from "./migrate-until-done.js";
import { acquireTimeoutMs, openPool, postgresConfig } from "./open-postgres.js";
import type { ReceiverSettings } from "./settings.js";

interface OrmInbox<Tx> extends Inbox<Tx> {
  migrate(): Promise<void>;
}

/** An inbox of an ORM with an effect in its own words. */
interface Orm<Tx> {
  inbox: OrmInbox<Tx>;
  effect: (entry: Entry, tx: Tx) => Promise<unknown>;
  close: () => Promise<unknown>;
}

/** The engine of an ORM on PostgreSQL. */
async function openOrm<Tx>(
  settings: ReceiverSettings,
  { inbox, effect, close }: Orm<Tx>,
): Promise<Engine<Tx>> {
  await migrateUntilDone(inbox);
  const pool = await openPool(settings);
  await pool.query(createLedgerTable);
  return {
    inbox,
    async effect(entry, tx) {
      await effect(entry, tx);
      return true;
    },
    readLedger: async () => (await pool.query(selectLedger)).rows,
    async close() {
      await close();
      await pool.end();
    },
  };
}

/** An entry as a row of the ORM's model. */
function toModel(entry: Entry) {
  const [key, transactionKey, rank] = toRow(entry);
  return { key, transactionKey, rank, event: { ...entry.event } };
}

export async function openDrizzle(settings: ReceiverSettings): Promise<Engine> {
  const { drizzleInbox } = await import("@numipay/sql/drizzle");
  const { drizzle } = await import("drizzle-orm/node-postgres");
  const { bigserial, integer, json, pgTable, text } = await import("drizzle-orm/pg-core");
  const ledger = pgTable("ledger", {
    position: bigserial({ mode: "number" }).primaryKey(),
    key: text(),
    transactionKey: text("transaction_key"),
    rank: integer(),
    event: json(),
  });
  const client = await openPool(settings);
  const inbox = drizzleInbox({
    client,
    drizzle: (given) => drizzle(given),
    idleTimeoutMs: settings.leaseMs,
    acquireTimeoutMs,
  });
  return await openOrm(settings, {
    inbox,
    effect: (entry, tx) => tx.transaction((inner) => inner.insert(ledger).values(toModel(entry))),
    close: () => client.end(),
  });
}

export async function openPrisma(settings: ReceiverSettings): Promise<Engine> {
  const { prismaInbox } = await import("@numipay/sql/prisma");
  const { PrismaPg } = await import("@prisma/adapter-pg");
  const { PrismaClient } = await import("./prisma/generated/client.js");
  const prisma = new PrismaClient({ adapter: new PrismaPg(postgresConfig(settings)) });
  const inbox = prismaInbox({
    prisma,
    idleTimeoutMs: settings.leaseMs,
    acquireTimeoutMs,
    maxHandlers: 19,
  });
  return await openOrm(settings, {
    inbox,
    effect: (entry, tx) =>
      tx.$transaction((inner) => inner.ledgerRow.create({ data: toModel(entry) })),
    close: () => prisma.$disconnect(),
  });
}

export async function openTypeorm(settings: ReceiverSettings): Promise<Engine> {
  const { typeormInbox } = await import("@numipay/sql/typeorm");
  type Given = Parameters<typeof typeormInbox>[0]["dataSource"];
  const { DataSource, EntitySchema } = await import("typeorm");
  const ledger = new EntitySchema<ReturnType<typeof toModel> & { position?: number }>({
    name: "LedgerRow",
    tableName: "ledger",
    columns: {
      position: { type: "bigint", primary: true, generated: true },
      key: { type: String },
      transactionKey: { name: "transaction_key", type: String },
      rank: { type: Number, nullable: true },
      event: { type: "json" },
    },
  });
  const { host, port, user, max } = postgresConfig(settings);
  const dataSource = await new DataSource({
    type: "postgres",
    host,
    port,
    username: user,
    database: "postgres",
    poolSize: max,
    entities: [ledger],
    poolErrorHandler: () => undefined,
  }).initialize();
  const inbox = typeormInbox({
    // The same version, but pnpm installs a copy for each set of optional drivers.
    dataSource: dataSource as unknown as Given,
    idleTimeoutMs: settings.leaseMs,
    acquireTimeoutMs,
  });
  return await openOrm(settings, {
    inbox,
    async effect(entry, tx) {
      // A negative control gets its repository from the data source, which uses another connection.
      const manager = settings.missesTx === true ? dataSource.manager : tx;
      await (manager as typeof dataSource.manager).getRepository(ledger).save(toModel(entry));
    },
    close: () => dataSource.destroy(),
  });
}
