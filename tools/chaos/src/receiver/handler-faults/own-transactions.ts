import { drizzleOn, kyselyOn } from "../query-builders.js";

const plainOn = (tx, work) => {
  const run = (text) => tx.query(text);
  return work({
    query: (text, values) => tx.query(text, values),
    async transaction(inside) {
      await run("BEGIN");
      try {
        await inside({ query: (text, values) => tx.query(text, values) });
      } catch (error) {
        await run("ROLLBACK");
        throw error;
      }
      await run("COMMIT");
    },
  });
};

/** Libraries' own transactions, on `tx`. */
const libraries = { "BEGIN and COMMIT": plainOn, Drizzle: drizzleOn, Kysely: kyselyOn };

/** What a handler does within one. Each ends with its effect booked once, or throws. */
const uses = {
  "committed, and returns": (db, book) => db.transaction((inner) => book(inner)),
  "committed, and throws": async (db, book) => {
    await db.transaction((inner) => book(inner));
    throw new Error("Out of stock");
  },
  "rolled back, and again": async (db, book) => {
    await undone(db, book);
    await db.transaction((inner) => book(inner));
  },
  "rolled back, then on tx": async (db, book) => {
    await undone(db, book);
    await book();
  },
  "rolled back, and throws": (db, book) => db.transaction((inner) => fail(inner, book)),
  "on tx, then one rolled back": async (db, book) => {
    await book();
    await undone(db, book);
  },
  "after a failed statement": async (db, book) => {
    await db.transaction((inner) => inner.query("SELECT 1/0")).catch(() => undefined);
    await book();
  },
  "two at once": async (db, book) => {
    const other = undone(db, book);
    await Promise.all([other, db.transaction((inner) => book(inner))]);
  },
};

/** A handler that opens a transaction of its own on `tx`, as code does that is used elsewhere too. */
export const ownTransactions = {
  ...Object.fromEntries(
    Object.entries(libraries).flatMap(([library, on]) =>
      Object.entries(uses).map(([name, use]) => [
        `${library}: ${name}`,
        async ({ tx, book }) => {
          await on(tx, (db) => use(db, book));
          return true;
        },
      ]),
    ),
  ),
  "BEGIN, and returns": async ({ run, book }) => {
    await run("BEGIN");
    return await book();
  },
  "START TRANSACTION and END": async ({ run, book }) => {
    await run("START TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
    const isTaken = await book();
    await run("END");
    return isTaken;
  },
};

/** A transaction that is rolled back after the effect, and whose failure is expected. */
async function undone(db, book) {
  await db.transaction((inner) => fail(inner, book)).catch(() => undefined);
}

async function fail(inner, book) {
  await book(inner);
  throw new Error("Not this time");
}
