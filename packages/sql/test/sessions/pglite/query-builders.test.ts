import { PGlite } from "@electric-sql/pglite";
import { createReceiver, type Transaction } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { sql as drizzleSql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/pglite";
import { Kysely, PostgresDialect, sql as kyselySql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pgliteInbox, type PgliteInbox, type PgliteTransaction } from "../../../src/pglite.js";

const signaturePassword = "a-password-for-these-tests-alone";

/** As in the README. */
const toKysely = (tx: PgliteTransaction): Kysely<object> =>
  new Kysely({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => ({
          query: (sql: string, values: unknown[]) => tx.query(sql, [...values]),
          release: () => undefined,
        }),
        end: async () => undefined,
      } as never,
    }),
  });

/** Writes the effect with each of them. */
const writers: Record<string, (tx: PgliteTransaction, event: Transaction) => Promise<unknown>> = {
  "plain SQL": (tx, { amount, user_id }) =>
    tx.query("UPDATE accounts SET balance = balance + $1 WHERE user_id = $2", [amount, user_id]),
  "a template": (tx, { amount, user_id }) =>
    tx.sql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`,
  Drizzle: (tx, { amount, user_id }) =>
    drizzle({ client: tx as never }).execute(
      drizzleSql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`,
    ),
  "Drizzle's transaction": (tx, { amount, user_id }) =>
    drizzle({ client: tx as never }).transaction(async (outer) => {
      await outer.execute(
        drizzleSql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`,
      );
      await outer
        .transaction(async (inner) => {
          await inner.execute(drizzleSql`DELETE FROM accounts`);
          inner.rollback();
        })
        .catch(() => undefined);
    }),
  "a transaction that is rolled back": async (tx, { amount, user_id }) => {
    await tx.sql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`;
    await tx.transaction(async (inner) => {
      await inner.exec("DELETE FROM accounts");
      await inner.rollback();
      if (!inner.closed) throw new Error("The transaction is not closed.");
    });
    const fails = tx.transaction(async (inner) => {
      await inner.query("DELETE FROM accounts");
      await inner.query("SELECT 1/0");
    });
    await fails.catch(() => undefined);
  },
  "Kysely's transaction": (tx, { amount, user_id }) =>
    toKysely(tx)
      .transaction()
      .execute((inner) =>
        kyselySql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`.execute(
          inner,
        ),
      ),
  Kysely: (tx, { amount, user_id }) =>
    kyselySql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`.execute(
      toKysely(tx),
    ),
};

let db: PGlite;
let inbox: PgliteInbox;

beforeAll(async () => {
  db = await PGlite.create();
  inbox = pgliteInbox({ db });
  await inbox.migrate();
  await db.exec("CREATE TABLE accounts (user_id text PRIMARY KEY, balance numeric NOT NULL)");
}, 120_000);

afterAll(() => db.close());

// Guards against an ORM's own transaction on tx: decision 0012.
describe.each(Object.entries(writers))("pgliteInbox with %s", (user, write) => {
  it("credits once for 17 deliveries and a failure", async () => {
    await db.query("INSERT INTO accounts VALUES ($1, 0)", [user]);
    const receiver = createReceiver<undefined, PgliteTransaction>({
      inbox,
      signaturePassword,
      onOutcome: () => undefined,
    });
    let calls = 0;
    receiver.on("deposit.successful", async (event, { tx }) => {
      await write(tx, event);
      calls += 1;
      if (calls === 1) throw new Error("The first call fails.");
    });
    const event = exampleTransaction({ transaction_id: user, user_id: user });
    const { method, headers, body } = signDelivery(event, { signaturePassword });
    const deliver = async (): Promise<number> => {
      const response = await receiver.receive({
        method,
        header: (name) => headers[name],
        body: async () => ({ form: "bytes", bytes: Buffer.from(body) }),
        request: undefined,
      });
      return response.status;
    };
    expect(await deliver()).toBe(500);
    const statuses = await Promise.all(Array.from({ length: 15 }, deliver));
    // The others get a 200 or a 503; none fails.
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect(await deliver()).toBe(200);
    expect(calls).toBe(2);
    const { rows } = await db.query("SELECT balance::text FROM accounts WHERE user_id = $1", [
      user,
    ]);
    expect(rows).toEqual([{ balance: "200.00" }]);
  });
});
