import type { StatementResult } from "../../dialects/dialect.js";
import { isConnectionError } from "../library/is-connection-error.js";
import type { Library } from "../library/library-sessions.js";
import type { RunStatement } from "../library/mysql-connection.js";
import { type OpenTransaction, openTransaction } from "../open-transaction.js";
import type {
  NativeClient,
  NativeTransaction,
  PrismaClientLike,
  PrismaTransaction,
} from "./prisma-client.js";
import { createPrismaHandle } from "./prisma-handle.js";
import { runStatement } from "./run-statement.js";
import { isLost, toServerError } from "./to-server-error.js";

/** Time limits of Prisma, in milliseconds. */
export interface PrismaTimes {
  /** How long to wait for a connection. */
  acquireTimeoutMs: number;
  /** How long a transaction may take. */
  transactionTimeoutMs: number;
}

/** The transactions of Prisma. Each statement is a round trip. */
export function prismaLibrary<Client extends PrismaClientLike>(
  prisma: Client,
  { acquireTimeoutMs, transactionTimeoutMs }: PrismaTimes,
): Library<NativeTransaction, PrismaTransaction<Client>> {
  const client = prisma as unknown as NativeClient;
  const options = { maxWait: acquireTimeoutMs, timeout: transactionTimeoutMs };
  return {
    begin: () =>
      asServerErrors(async () => {
        const opened = await openTransaction<NativeTransaction>((callback) =>
          client.$transaction(callback, options),
        );
        return withServerErrors(opened);
      }),
    query: (tx, statements) =>
      asServerErrors(async () => {
        const results: StatementResult[] = [];
        for (const statement of statements) results.push(await runStatement(tx, statement));
        return results;
      }),
    openHandle(tx, guard, onError) {
      const run: RunStatement = async (statement) => {
        try {
          return await statement();
        } catch (error) {
          onError(error);
          throw error;
        }
      };
      return createPrismaHandle<Client>(tx, guard, run);
    },
    isLost: (error) => isLost(error) || isConnectionError(error),
  };
}

function withServerErrors(
  opened: OpenTransaction<NativeTransaction>,
): OpenTransaction<NativeTransaction> {
  return { ...opened, commit: () => asServerErrors(() => opened.commit()) };
}

async function asServerErrors<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    throw toServerError(error);
  }
}
