import { type Library, withDrizzle, withKysely, withMysqlDrizzle } from "../query-builders.js";
import type { Queryable } from "../queryable.js";
import type { HandlerFault, HandlerFaults } from "./handler-work.js";

/** Runs `work` with a library on top of a handler's `tx`. */
type WithLibrary = (tx: Queryable, work: (db: Library) => Promise<unknown>) => Promise<void>;

type Append = (through?: Queryable) => Promise<unknown>;

const withPlainSql: WithLibrary = async (tx, work) => {
  const queryable: Queryable = { query: (text, values) => tx.query(text, values) };
  await work({
    ...queryable,
    async transaction(inside) {
      await tx.query("BEGIN");
      try {
        await inside(queryable);
      } catch (error) {
        await tx.query("ROLLBACK");
        throw error;
      }
      await tx.query("COMMIT");
    },
  });
};

/** With the methods of a connection of mysql2. */
const withMethods: WithLibrary = async (tx, work) => {
  const connection = tx as Queryable &
    Record<"beginTransaction" | "commit" | "rollback", () => Promise<void>>;
  const queryable: Queryable = { query: (text, values) => tx.query(text, values) };
  await work({
    ...queryable,
    async transaction(inside) {
      await connection.beginTransaction();
      try {
        await inside(queryable);
      } catch (error) {
        await connection.rollback();
        throw error;
      }
      await connection.commit();
    },
  });
};

/** What a handler does with a transaction of its own. Each appends its entry once, or throws. */
const uses: Record<string, (db: Library, append: Append) => Promise<unknown>> = {
  "committed, and returns": (db, append) => db.transaction((inner) => append(inner)),
  "committed, and throws": async (db, append) => {
    await db.transaction((inner) => append(inner));
    throw new Error("Out of stock.");
  },
  "rolled back, and again": async (db, append) => {
    await rollBack(db, append);
    await db.transaction((inner) => append(inner));
  },
  "rolled back, then on tx": async (db, append) => {
    await rollBack(db, append);
    await append();
  },
  "rolled back, and throws": (db, append) => db.transaction((inner) => fail(inner, append)),
  "on tx, then one rolled back": async (db, append) => {
    await append();
    await rollBack(db, append);
  },
  "after a failed statement": async (db, append) => {
    await db.transaction((inner) => inner.query("SELECT * FROM missing")).catch(() => undefined);
    await append();
  },
  "two at once": async (db, append) => {
    const other = rollBack(db, append);
    await Promise.all([other, db.transaction((inner) => append(inner))]);
  },
};

const useOwnTransaction =
  (
    withLibrary: WithLibrary,
    use: (db: Library, append: Append) => Promise<unknown>,
  ): HandlerFault =>
  async ({ tx, append }) => {
    await withLibrary(tx, (db) => use(db, append));
    return true;
  };

/** Opens a transaction of the handler's own on `tx`, as shared code does that is also used elsewhere. */
const toFaults = (
  libraries: Record<string, WithLibrary>,
  { start, end }: { start: string; end: string },
): HandlerFaults => ({
  ...Object.fromEntries(
    Object.entries(libraries).flatMap(([library, withLibrary]) =>
      Object.entries(uses).map(([name, use]): [string, HandlerFault] => [
        `${library}: ${name}`,
        useOwnTransaction(withLibrary, use),
      ]),
    ),
  ),
  "BEGIN, and returns": async ({ run, append }) => {
    await run("BEGIN");
    return await append();
  },
  "START TRANSACTION and END": async ({ run, append }) => {
    await run(start);
    const isAccepted = await append();
    await run(end);
    return isAccepted;
  },
});

export const postgresTransactions: HandlerFaults = toFaults(
  { "BEGIN and COMMIT": withPlainSql, Drizzle: withDrizzle, Kysely: withKysely },
  { start: "START TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE", end: "END" },
);

/** Without Kysely, which needs a connection with callbacks. */
export const mysqlTransactions: HandlerFaults = toFaults(
  {
    "BEGIN and COMMIT": withPlainSql,
    "beginTransaction()": withMethods,
    Drizzle: withMysqlDrizzle,
  },
  { start: "START TRANSACTION READ WRITE", end: "COMMIT WORK" },
);

/** Appends in a transaction that is rolled back, and ignores its failure. */
async function rollBack(db: Library, append: Append) {
  await db.transaction((inner) => fail(inner, append)).catch(() => undefined);
}

async function fail(inner: Queryable, append: Append) {
  await append(inner);
  throw new Error("Not this time.");
}
