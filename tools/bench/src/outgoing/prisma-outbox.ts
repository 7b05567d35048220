import { createOutbox, Numipay } from "@numipay/core";
import { prismaInbox, prismaJournal } from "@numipay/sql/prisma";
import { PrismaPg } from "@prisma/adapter-pg";
import pg, { type PoolConfig } from "pg";
import { openPrismaClient, type PrismaTransaction } from "../engines/open-prisma-client.js";
import { countRoundTrips } from "./count-round-trips.js";
import { notCalled } from "./not-called.js";
import type { OutboxDatabase } from "./outbox-database.js";

/** Opens Prisma's client with an outbox. */
export async function openPrismaOutbox(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<OutboxDatabase<PrismaTransaction>> {
  const pool = new pg.Pool({ ...address, max: connections, idleTimeoutMillis: 0 });
  const readRoundTrips = countRoundTrips(pool);
  const adapter = new PrismaPg(pool, { schema, disposeExternalPool: true });
  const prisma = await openPrismaClient(adapter);
  const journal = prismaJournal({ prisma, schema });
  const inbox = prismaInbox({ prisma, schema, maxHandlers: connections - 1 });
  const numipay = new Numipay({ ...notCalled, journal });
  return {
    name: "Prisma",
    outbox: createOutbox({ numipay, journal, inbox }),
    transact: (work) => prisma.$transaction(work),
    debit: (tx, id) => tx.effect.create({ data: { name: id } }),
    run: (tx, statement, values) => tx.$executeRawUnsafe(statement, ...values),
    readRoundTrips,
    close: () => prisma.$disconnect(),
  };
}
