import { redisJournal } from "@numipay/redis";
import { Redis } from "ioredis";
import { requireSetting } from "../receiver/engine.js";
import type { PayerStore } from "./payer-store.js";
import type { PayerSettings } from "./settings.js";

/** A journal on Redis. */
export async function openRedisPayer({ redisPort }: PayerSettings): Promise<PayerStore> {
  const port = requireSetting(redisPort, "redisPort");
  const client = new Redis({ port, maxRetriesPerRequest: 1, retryStrategy: () => 50 });
  // Emitted at each failed reconnect while the store is down. Each call fails as well.
  client.on("error", () => undefined);
  return {
    journal: redisJournal({ client, timeoutMs: 5000 }),
    close: async () => client.disconnect(),
  };
}
