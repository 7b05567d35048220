import type { MysqlConnection, MysqlSource } from "../library/mysql-connection.js";
import { type OpenTransaction, openTransaction } from "../open-transaction.js";
import type {
  NativeClient,
  NativeTransaction,
  PrismaClientLike,
  PrismaTransaction,
} from "./prisma-client.js";
import { createPrismaHandle } from "./prisma-handle.js";
import { runStatement } from "./run-statement.js";
import { isMysqlLost, toMysqlError } from "./to-mysql-error.js";

/** Limits of Prisma's transactions. */
export interface PrismaMysqlLimits {
  /** How long to wait for a connection, in milliseconds. */
  acquireTimeoutMs: number;
  /** How long a transaction may take, in milliseconds. */
  transactionTimeoutMs: number;
  /** How many handlers may hold a connection. */
  maxHandlers: number;
}

/** Prisma's own timeout would return a connection to the pool that does not commit. */
const withoutTimeoutMs = 2_147_483_647;

/** The connections of a Prisma client on MariaDB: Prisma lends one only for the time of a transaction. */
export function prismaMysqlSource<Client extends PrismaClientLike>(
  prisma: Client,
  { acquireTimeoutMs, transactionTimeoutMs, maxHandlers }: PrismaMysqlLimits,
): MysqlSource<PrismaTransaction<Client>> {
  const client = prisma as unknown as NativeClient;
  const options = { maxWait: acquireTimeoutMs, timeout: withoutTimeoutMs };
  return {
    pool: prisma,
    maxHandlers: () => maxHandlers,
    sizeOption: "connectionLimit (and maxHandlers)",
    async connect() {
      try {
        const opened = await open(client, options);
        return toConnection<Client>(prisma, opened, transactionTimeoutMs);
      } catch (error) {
        throw toMysqlError(error);
      }
    },
  };
}

/** Ends Prisma's transaction, so that none is open. Prisma ends another one, which is empty, when it takes the connection back. */
async function open(
  client: NativeClient,
  options: Parameters<NativeClient["$transaction"]>[1],
): Promise<OpenTransaction<NativeTransaction>> {
  const opened = await openTransaction<NativeTransaction>((callback) =>
    client.$transaction(callback, options),
  );
  try {
    await opened.native.$executeRawUnsafe("COMMIT");
    return opened;
  } catch (error) {
    opened.abandon();
    throw error;
  }
}

function toConnection<Client extends PrismaClientLike>(
  prisma: Client,
  opened: OpenTransaction<NativeTransaction>,
  transactionTimeoutMs: number,
): MysqlConnection<PrismaTransaction<Client>> {
  const { native } = opened;
  return {
    // All of its connections have the same server and settings.
    identity: prisma,
    async query(sql) {
      try {
        return await runStatement(native, sql);
      } catch (error) {
        throw toMysqlError(error);
      }
    },
    openHandle: (guard, run) => createPrismaHandle<Client>(native, guard, run),
    toServerError: toMysqlError,
    isLost: isMysqlLost,
    watch(onLost) {
      let isWatched = true;
      const lose = (error: Error): void => {
        if (isWatched) onLost(error);
      };
      const timer = setTimeout(
        () => lose(new Error(toTimedOut(transactionTimeoutMs))),
        transactionTimeoutMs,
      );
      opened.ended.catch(lose);
      return () => {
        isWatched = false;
        clearTimeout(timer);
      };
    },
    // Its end is not seen before the next statement, so a changed session could be used again.
    isClosable: false,
    end: (isBroken) => (isBroken ? close(opened) : opened.commit()),
  };
}

/**
 * Ends the connection. `autocommit` cannot be restored on it, because Prisma may still send a statement of the handler, which would be
 * committed. Waits for the running statement.
 */
async function close(opened: OpenTransaction<NativeTransaction>): Promise<void> {
  await opened.native.$executeRawUnsafe("KILL CONNECTION_ID()").then(undefined, () => undefined);
  await opened.rollback();
}

function toTimedOut(transactionTimeoutMs: number): string {
  return `The transaction took longer than ${transactionTimeoutMs} ms. Make the handler faster, or increase transactionTimeoutMs.`;
}
