import type { Inbox } from "@numipay/core";
import { pgInbox } from "@numipay/sql/pg";
import { redisInbox } from "@numipay/redis";
import pg from "pg";
import { postgresAddress } from "./open-postgres.js";
import { createRedis } from "./open-redis.js";
import type { WalkMethod } from "./start-list.js";

interface WalkInbox {
  inbox: Inbox;
  close: () => Promise<unknown>;
}

/** Knows every change. Reads its content, as an engine does to compare it. */
const memoryInbox: Inbox = {
  async claim({ content }) {
    if (content === "") throw new Error("A change has no content.");
    return { state: "duplicate" };
  },
  complete: async () => false,
  release: async () => undefined,
};

/** @param store the schema or key prefix of an earlier run, or a new one */
export async function openWalkInbox(method: WalkMethod, store: string): Promise<WalkInbox> {
  if (method === "redis") {
    const client = createRedis();
    await client.connect();
    const inbox = redisInbox({ client, prefix: store, onWarning: () => undefined });
    return { inbox, close: () => client.quit() };
  }
  if (method === "postgres" || method === "fill-postgres") {
    // Durability does not matter in the run that fills the inbox.
    const options = method === "postgres" ? "" : "-c synchronous_commit=off";
    const pool = new pg.Pool({ ...postgresAddress(), max: 5, options });
    const inbox = pgInbox({ pool, schema: store });
    await inbox.migrate();
    // No handler uses `tx` here.
    return { inbox: inbox as unknown as Inbox, close: () => pool.end() };
  }
  return { inbox: memoryInbox, close: async () => undefined };
}
