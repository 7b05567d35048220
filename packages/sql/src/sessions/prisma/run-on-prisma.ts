import { InvalidArgumentError } from "@numipay/core";
import type { StatementResult } from "../../dialects/dialect.js";
import type { NativeTransaction, PrismaClientLike, PrismaTransaction } from "./prisma-client.js";
import { runStatement } from "./run-statement.js";

/** Runs a statement of a journal in a transaction of Prisma. */
export async function runOnPrisma<Client extends PrismaClientLike>(
  tx: PrismaTransaction<Client>,
  statement: string,
): Promise<StatementResult> {
  const native = (tx ?? {}) as NativeTransaction & { $connect?: unknown };
  // A client itself runs each statement on any connection.
  if (typeof native.$executeRawUnsafe !== "function" || typeof native.$connect === "function") {
    throw new InvalidArgumentError("tx", notTransaction);
  }
  return runStatement(native, statement);
}

const notTransaction =
  "must be the client of a transaction of Prisma: prisma.$transaction(async (tx) => { … }). In a handler, pass its tx.";
