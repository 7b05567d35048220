// @ts-check
// Goes through the list server's whole list in a process of its own, and tells the parent what that took. Its first
// argument says how: `iterate` pages through it, any other word reconciles with the inbox of that name.
import type { Inbox } from "@numipay/core";
import { Numipay, numipayWebhook, reconcile } from "@numipay/core";
import { postgresInbox } from "@numipay/postgres";
import { redisInbox } from "@numipay/redis";
import pg from "pg";
import { firstDay, lastDay } from "./list-days.js";
import { postgresAddress } from "./open-postgres.js";
import { connectRedis } from "./open-redis.js";

/** Knows every change; reads its content, as an engine does that compares it. */
const knowsAll: Inbox = {
  async claim({ content }) {
    if (content === "") throw new Error("A change has no content.");
    return { state: "duplicate" };
  },
  complete: async () => false,
  release: async () => undefined,
};

const [how = "", port, days, store = ""] = process.argv.slice(2);
const range = { from: firstDay, to: lastDay(Number(days)) };
const numipay = new Numipay({ apiKey: "bench", baseUrl: `http://127.0.0.1:${port}` });
const { inbox, close } = await openInbox();

let [listed, found, peakHeapBytes] = [0, 0, 0];
const before = process.cpuUsage();
const started = performance.now();
if (how === "iterate") {
  for await (const { transaction_id } of numipay.transactions.iterate(range)) {
    if (transaction_id !== "") listed += 1;
    if (listed % 7000 === 0) noteHeap();
  }
} else {
  const webhook = numipayWebhook({ inbox, signaturePassword: "the bench has no secrets" });
  webhook.on("*", () => undefined);
  const onProgress = (progress) => {
    ({ listed } = progress);
    noteHeap();
  };
  for await (const { outcome, error } of reconcile({ numipay, webhook, ...range, onProgress })) {
    if (outcome !== "processed") throw error ?? new Error(`A transaction is ${outcome}.`);
    found += 1;
  }
}
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(before);
await close();
process.send?.({
  listed,
  found,
  milliseconds,
  cpuMilliseconds: (user + system) / 1000,
  // Linux and macOS count in kilobytes.
  peakMB: process.resourceUsage().maxRSS / 1024,
  peakHeapMB: peakHeapBytes / 2 ** 20,
});
process.disconnect?.();

/** At the end of a window, when the most is in memory; what the collector has not yet taken is in it. */
function noteHeap() {
  peakHeapBytes = Math.max(peakHeapBytes, process.memoryUsage().heapUsed);
}

async function openInbox(): Promise<{ inbox: Inbox; close: () => Promise<unknown> }> {
  if (how === "redis") {
    const client = connectRedis();
    await client.connect();
    const onWarning = () => undefined;
    return { inbox: redisInbox({ client, prefix: store, onWarning }), close: () => client.quit() };
  }
  if (how === "postgres") {
    // Of the run that fills it only the end counts, and a duplicate commits nothing.
    const options = "-c synchronous_commit=off";
    const pool = new pg.Pool({ ...postgresAddress(), max: 5, options });
    const made = postgresInbox({ pool, schema: store });
    await made.migrate();
    // No handler writes through `tx` here.
    const withoutTx = made as unknown as Inbox;
    return { inbox: withoutTx, close: () => pool.end() };
  }
  return { inbox: knowsAll, close: async () => undefined };
}
