// Compiled, not run.
import { numipayWebhook } from "@numipay/core";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { expectTypeOf, it } from "vitest";
import { sqliteInbox, type SqliteTransaction } from "../../../src/better-sqlite3.js";

it("accepts synchronous handlers only", () => {
  const webhook = numipayWebhook({ inbox: sqliteInbox({ path: "./shop.db" }) });
  webhook.on("deposit.successful", (event, { tx }) => {
    expectTypeOf(tx).toEqualTypeOf<SqliteTransaction>();
    drizzle(tx).run("SELECT 1");
    return tx.prepare("SELECT ?").run(event.amount);
  });
  // @ts-expect-error An async function returns a promise.
  webhook.on("deposit.successful", async (_event, { tx }) => void tx.exec("SELECT 1"));
});
