import { createReceiver, type Transaction } from "@numipay/core";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { sql as drizzleSql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { Kysely, PostgresDialect, sql as kyselySql } from "kysely";
import type { PoolClient } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { postgresInbox } from "../src/index.js";
import { noServer, openPool, randomName } from "./server.js";

const signaturePassword = "a-password-for-these-tests-alone";

/** As the README has it. */
const toKysely = (tx: PoolClient): Kysely<object> =>
  new Kysely({
    dialect: new PostgresDialect({
      pool: {
        connect: async () => ({ query: tx.query.bind(tx), release: () => undefined }),
        end: async () => undefined,
      } as never,
    }),
  });

/** How an effect is written with each. */
const ways: Record<string, (tx: PoolClient, event: Transaction) => Promise<unknown>> = {
  "plain SQL": (tx, { amount, user_id }) =>
    tx.query("UPDATE accounts SET balance = balance + $1 WHERE user_id = $2", [amount, user_id]),
  Drizzle: (tx, { amount, user_id }) =>
    drizzle(tx).execute(
      drizzleSql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`,
    ),
  Kysely: (tx, { amount, user_id }) =>
    kyselySql`UPDATE accounts SET balance = balance + ${amount} WHERE user_id = ${user_id}`.execute(
      toKysely(tx),
    ),
};

describe.skipIf(noServer !== undefined)(`on a server${noServer ? `: ${noServer}` : ""}`, () => {
  const schema = randomName();
  const { pool } = openPool({ options: `-c search_path=${schema}` });
  const inbox = postgresInbox({ pool, schema });

  beforeAll(async () => {
    await inbox.migrate();
    await pool.query("CREATE TABLE accounts (user_id text PRIMARY KEY, balance numeric NOT NULL)");
  });

  afterAll(async () => {
    await pool.query(`DROP SCHEMA "${schema}" CASCADE`);
    await pool.end();
  });

  describe.each(Object.entries(ways))("%s", (_name, write) => {
    test("credits once for 15 deliveries, after a handler that first failed behind its write", async () => {
      const user = randomName();
      await pool.query("INSERT INTO accounts VALUES ($1, 0)", [user]);
      let isFirst = true;
      const receiver = createReceiver<undefined, PoolClient>({
        inbox,
        signaturePassword,
        onOutcome: () => undefined,
      });
      receiver.on("deposit.successful", async (event, { tx }) => {
        await write(tx, event);
        if (isFirst) {
          isFirst = false;
          throw new Error("the first time it fails");
        }
      });
      const event = exampleTransaction({ transaction_id: randomName(), user_id: user });
      const { method, headers, body } = signDelivery(event, { signaturePassword });
      const statuses: number[] = [];
      for (let i = 0; i < 15; i += 1) {
        const answer = await receiver.receive({
          method,
          header: (name) => headers[name],
          body: async () => ({ form: "bytes", bytes: body }),
          request: undefined,
        });
        statuses.push(answer.status);
      }
      expect(statuses).toEqual([500, ...Array<number>(14).fill(200)]);
      const { rows } = await pool.query("SELECT balance::text FROM accounts WHERE user_id = $1", [
        user,
      ]);
      expect(rows).toEqual([{ balance: "200.00" }]);
    });
  });
});
