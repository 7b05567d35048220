// A worker that writes an effect like engines.ts, reports it and never returns. The test kills it before the record.
import { createWebhookWorker } from "@numipay/bullmq";
import type { HandlerReturn, Inbox } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { redisInbox } from "@numipay/redis";
import { Redis } from "ioredis";
import { Pool, type PoolClient } from "pg";

interface BookingEngine<Tx> {
  inbox: Inbox<Tx>;
  book: (key: string, tx: Tx) => Promise<void>;
}

const { ENGINE, SPACE = "", PREFIX, REDIS_URL = "" } = process.env;

if (ENGINE === "PostgreSQL") runWorker(openPostgres());
else runWorker(openRedis());

function runWorker<Tx>({ inbox, book }: BookingEngine<Tx>): void {
  const worker = createWebhookWorker({
    connection: { url: REDIS_URL },
    prefix: PREFIX,
    inbox,
    lockMs: 500,
  });
  const bookAndHang = async (key: string, tx: Tx): Promise<void> => {
    await book(key, tx);
    process.send?.({ booked: key });
    await new Promise(() => undefined);
  };
  worker.on("*", (_event, { idempotencyKey, tx }) => {
    return bookAndHang(idempotencyKey, tx) as HandlerReturn<Tx>;
  });
  worker.start();
}

function openPostgres(): BookingEngine<PoolClient> {
  const { PGHOST = "127.0.0.1", PGUSER = "postgres", PGDATABASE = "test" } = process.env;
  const pool = new Pool({ host: PGHOST, user: PGUSER, database: PGDATABASE });
  return {
    inbox: pgInbox({ pool, schema: SPACE }),
    async book(key, tx) {
      await pool.query(`INSERT INTO ${SPACE}.runs VALUES ($1)`, [key]);
      await tx.query(`INSERT INTO ${SPACE}.effects VALUES ($1)`, [key]);
    },
  };
}

function openRedis(): BookingEngine<undefined> {
  const client = new Redis(REDIS_URL);
  const prefix = `${SPACE}:`;
  return {
    inbox: redisInbox({ client, prefix, leaseMs: 500, onWarning: () => undefined }),
    async book(key) {
      await client.rpush(`${prefix}runs`, key);
      await client.hsetnx(`${prefix}effects`, key, "booked");
    },
  };
}
