import { prismaInbox } from "../../../src/prisma.js";
import type { Prisma } from "../../programs/generated/client.js";
import { describeEntry } from "../entry-cases.js";
import { openPrisma } from "./open-prisma.js";

describeEntry<Prisma.TransactionClient>("prismaInbox", {
  async open({ settings, schema, limits }) {
    const { prisma, close } = openPrisma(settings, schema);
    const maxHandlers = (settings.max ?? 10) - 1;
    return { inbox: prismaInbox({ prisma, schema, maxHandlers, ...limits }), close };
  },
  write: (tx, name) => tx.effect.create({ data: { name } }),
  run: (tx, sql) =>
    sql.startsWith("SELECT") ? tx.$queryRawUnsafe(sql) : tx.$executeRawUnsafe(sql),
  nest: (tx, callback) => tx.$transaction(callback),
  program: "prisma-process",
});
