import { prismaInbox } from "@numipay/sql/prisma";
import { PrismaPg } from "@prisma/adapter-pg";
import type { PoolConfig } from "pg";
import { applyThroughInbox, type Contestant } from "./contestant.js";
import {
  openPrismaClient,
  type PrismaClient,
  type PrismaTransaction,
} from "./open-prisma-client.js";
import type { OrmContestants } from "./orm-contestants.js";

/** Opens Prisma's client, with the inbox and the idiom on it. */
export async function openPrisma(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<OrmContestants<PrismaTransaction>> {
  const adapter = new PrismaPg({ ...address, max: connections }, { schema });
  const prisma = await openPrismaClient(adapter);
  const inbox = prismaInbox({ prisma, schema, maxHandlers: connections - 1 });
  return {
    ours: applyThroughInbox<PrismaTransaction>("prismaInbox", inbox),
    idiom: prismaIdiom(prisma, schema),
    effect: ({ key }, tx) => tx.effect.create({ data: { name: key } }),
    close: () => prisma.$disconnect(),
  };
}

function prismaIdiom(prisma: PrismaClient, schema: string): Contestant<PrismaTransaction> {
  return {
    name: "idiom in Prisma",
    apply: ({ key }, effect) =>
      prisma.$transaction(async (tx) => {
        const added = await tx.$executeRawUnsafe(
          `INSERT INTO ${schema}.events (event_key) VALUES ($1) ON CONFLICT DO NOTHING`,
          key,
        );
        if (added === 0) return "duplicate";
        await effect(tx);
        return "processed";
      }),
  };
}
