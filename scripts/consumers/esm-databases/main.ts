// An ESM project with everything strict: the types of the inboxes and of the queue fit those of their drivers.
// Without PGlite, whose own types need those of Emscripten.
import assert from "node:assert/strict";
import { createWebhookQueue, createWebhookWorker } from "@numipay/bullmq";
import { type Inbox, memoryInbox, numipayWebhook } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { redisInbox } from "@numipay/redis";
import { inboxCases } from "@numipay/testing";
import { Redis } from "ioredis";
import { Pool, type PoolClient } from "pg";

const signaturePassword = "a-signature-password-of-30-chars";

const pool = new Pool();
const onPostgres = numipayWebhook({ signaturePassword, inbox: pgInbox({ pool }) });
onPostgres.on("deposit.successful", async (event, { tx }) => {
  const client: PoolClient = tx;
  const { rows } = await client.query<{ id: number }>("SELECT $1 AS id", [event.amount]);
  console.log(rows[0]?.id);
});
await pool.end();

const client = new Redis({ lazyConnect: true });
const inbox: Inbox = redisInbox({ client });
assert.equal(typeof inbox.claim, "function");
client.disconnect();

export const queue = () => createWebhookQueue({ connection: { url: "redis://127.0.0.1:6379" } });
export const worker = () =>
  createWebhookWorker({
    connection: { url: "redis://127.0.0.1:6379" },
    inbox: memoryInbox(),
  });

assert.equal(typeof inboxCases, "function");
console.log("ok");
