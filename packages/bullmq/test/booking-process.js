// @ts-check
// A worker that books as engines.ts does, says so, and then hangs: it is killed between the effect and the record.
import { createWebhookWorker } from "@numipay/bullmq";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { Pool } from "pg";

const { ENGINE, SPACE = "", PREFIX, REDIS_URL = "" } = process.env;
const { inbox, book } = ENGINE === "PostgreSQL" ? openPostgres() : openRedis();

const connection = { url: REDIS_URL };
const worker = createWebhookWorker({ connection, prefix: PREFIX, inbox, lockMs: 500 });
worker.on("*", async (_event, { idempotencyKey, tx }) => {
  await book(idempotencyKey, tx);
  process.send?.({ booked: idempotencyKey });
  await new Promise(() => undefined);
});
worker.start();

function openPostgres() {
  const { PGHOST = "127.0.0.1", PGUSER = "postgres", PGDATABASE = "test" } = process.env;
  const pool = new Pool({ host: PGHOST, user: PGUSER, database: PGDATABASE });
  return {
    inbox: postgresInbox({ pool, schema: SPACE }),
    book: async (key, tx) => {
      await pool.query(`INSERT INTO ${SPACE}.runs VALUES ($1)`, [key]);
      await tx.query(`INSERT INTO ${SPACE}.effects VALUES ($1)`, [key]);
    },
  };
}

function openRedis() {
  const client = new Redis(REDIS_URL);
  const prefix = `${SPACE}:`;
  return {
    inbox: redisInbox({ client, prefix, leaseMs: 500, onWarning: () => undefined }),
    book: async (key) => {
      await client.rpush(`${prefix}runs`, key);
      await client.hsetnx(`${prefix}effects`, key, "booked");
    },
  };
}
