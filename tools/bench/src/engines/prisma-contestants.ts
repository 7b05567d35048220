import { prismaInbox } from "@numipay/sql/prisma";
import { PrismaPg } from "@prisma/adapter-pg";
import type { PoolConfig } from "pg";
import { applyThroughInbox, type Contestant } from "./contestant.js";
import type { OrmContestants } from "./orm-contestants.js";

/** What is used of the client that Prisma generates for the tests of `@numipay/sql`. */
interface PrismaClient extends PrismaTransaction {
  $transaction<Result>(work: (tx: PrismaTransaction) => Promise<Result>): Promise<Result>;
  $disconnect(): Promise<void>;
}

interface PrismaTransaction {
  effect: { create(args: { data: { name: string } }): Promise<unknown> };
  $executeRawUnsafe(query: string, ...values: unknown[]): Promise<number>;
  $queryRawUnsafe<Result>(query: string, ...values: unknown[]): Promise<Result>;
}

type Generated = { PrismaClient: new (options: { adapter: PrismaPg }) => PrismaClient };

const generated = new URL(
  "../../../../packages/sql/test/programs/dist/generated/client.js",
  import.meta.url,
);

/** Opens Prisma's client, with the inbox and the idiom on it. */
export async function openPrisma(
  address: PoolConfig,
  schema: string,
  connections: number,
): Promise<OrmContestants<PrismaTransaction>> {
  const { PrismaClient } = (await import(generated.href)) as Generated;
  const adapter = new PrismaPg({ ...address, max: connections }, { schema });
  const prisma = new PrismaClient({ adapter });
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
