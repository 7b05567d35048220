import { numipayWebhook } from "@numipay/core";
import { expectTypeOf } from "vitest";
import { prismaInbox, type PrismaInbox } from "../../../src/prisma.js";
import type { Prisma, PrismaClient } from "../../programs/generated/client.js";
import type {
  Prisma as MysqlPrisma,
  PrismaClient as MysqlClient,
} from "../../programs/generated-mysql/client.js";

declare const prisma: PrismaClient;

const inbox = prismaInbox({ prisma });
expectTypeOf(inbox).toEqualTypeOf<PrismaInbox<PrismaClient>>();

const webhook = numipayWebhook({ inbox });
webhook.on("deposit.successful", (_event, { tx }) => {
  expectTypeOf(tx).toEqualTypeOf<Prisma.TransactionClient>();
  return tx.$transaction((inner) => inner.effect.create({ data: { name: "a" } }));
});

// Extensions of the client are also on its transaction.
const extended = prisma.$extends({
  model: { effect: { add: async (name: string) => name.length } },
  client: { $count: async () => 1 },
});
numipayWebhook({ inbox: prismaInbox({ prisma: extended }) }).on("*", async (_event, { tx }) => {
  expectTypeOf(await tx.effect.add("a")).toEqualTypeOf<number>();
  expectTypeOf(await tx.$count()).toEqualTypeOf<number>();
});

declare const mysql: MysqlClient;
const mariadb = prismaInbox({ prisma: mysql, provider: "mysql" });
numipayWebhook({ inbox: mariadb }).on("*", (_event, { tx }) => {
  expectTypeOf(tx).toEqualTypeOf<MysqlPrisma.TransactionClient>();
});
// @ts-expect-error SQLite is not supported.
prismaInbox({ prisma, provider: "sqlite" });
