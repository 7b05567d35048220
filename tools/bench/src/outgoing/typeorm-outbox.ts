import { createOutbox, type Inbox, type Journal, Numipay, type OutboxStore } from "@numipay/core";
import { typeormInbox, typeormJournal } from "@numipay/sql/typeorm";
import type { Pool, PoolConfig } from "pg";
import type { EntityManager } from "typeorm";
import { Effect, openDataSource } from "../engines/open-data-source.js";
import { countRoundTrips } from "./count-round-trips.js";
import { notCalled } from "./not-called.js";
import type { OutboxDatabase } from "./outbox-database.js";

/** Opens TypeORM's data source with an outbox. */
export async function openTypeormOutbox(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<OutboxDatabase<EntityManager>> {
  const dataSource = await openDataSource(address, schema, connections);
  const { master } = dataSource.driver as unknown as { master: Pool };
  const readRoundTrips = countRoundTrips(master);
  // pnpm installs the same version once for each set of peers, and the types of its classes differ.
  const options = { dataSource: dataSource as never, schema };
  const journal = typeormJournal(options) as unknown as Journal<OutboxStore<EntityManager, false>>;
  const inbox = typeormInbox(options) as unknown as Inbox<EntityManager>;
  const numipay = new Numipay({ ...notCalled, journal });
  return {
    name: "TypeORM",
    outbox: createOutbox({ numipay, journal, inbox }),
    transact: (work) => dataSource.transaction(work),
    debit: (manager, id) => manager.insert(Effect, { name: id }),
    run: (manager, statement, values) => manager.query(statement, [...values]),
    readRoundTrips,
    close: () => dataSource.destroy(),
  };
}
