// Walks through the list server's whole list in a process of its own, and sends the cost to the parent.
import { readFileSync } from "node:fs";
import { Numipay, numipayWebhook, reconcile } from "@numipay/core";
import { openWalkInbox } from "./open-walk-inbox.js";
import { firstDay, lastDay } from "./list-days.js";
import type { Walk, WalkMethod } from "./start-list.js";

const [method = "", port, days, store = ""] = process.argv.slice(2);
const range = { from: firstDay, to: lastDay(Number(days)) };
const numipay = new Numipay({ apiKey: "bench", baseUrl: `http://127.0.0.1:${port}` });
const { inbox, close } = await openWalkInbox(method as WalkMethod, store);

let [listed, found, peakHeapBytes] = [0, 0, 0];
const before = process.cpuUsage();
const started = performance.now();
if (method === "iterate") {
  for await (const { transaction_id } of numipay.transactions.iterate(range)) {
    if (transaction_id !== "") listed += 1;
    if (listed % 7000 === 0) recordHeap();
  }
} else {
  const webhook = numipayWebhook({ inbox, signaturePassword: "the bench has no secrets" });
  webhook.on("*", () => undefined);
  const onProgress = (progress: { listed: number }) => {
    ({ listed } = progress);
    recordHeap();
  };
  for await (const { outcome, error } of reconcile({ numipay, webhook, ...range, onProgress })) {
    if (outcome !== "processed") throw error ?? new Error(`A transaction is ${outcome}.`);
    found += 1;
  }
}
const milliseconds = performance.now() - started;
const { user, system } = process.cpuUsage(before);
await close();
const walk: Walk = {
  listed,
  found,
  milliseconds,
  cpuMilliseconds: (user + system) / 1000,
  peakMB: readPeakKilobytes() / 1024,
  peakHeapMB: peakHeapBytes / 2 ** 20,
};
process.send?.(walk);
process.disconnect?.();

/** Linux counts `VmHWM` for this program alone; `maxRSS` includes what the process was before it. */
function readPeakKilobytes(): number {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS;
  return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]);
}

/** Called at the end of each window, when memory use is highest. Includes garbage that is not collected yet. */
function recordHeap(): void {
  peakHeapBytes = Math.max(peakHeapBytes, process.memoryUsage().heapUsed);
}
