// @ts-check
import type { Attack } from "../attacks/attacks.js";
import type { Deliveries } from "../healthy/create-sender.js";
import type { Summary } from "../attacks/hostile-client.js";
import type { Work } from "../servers/count-work.js";
import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { createHostileClient } from "../attacks/hostile-client.js";
import { startSender } from "../healthy/start-sender.js";
import { quantile } from "../summarize.js";
import { startServer } from "./start-server.js";

// What one attack did to one server. Memory in megabytes, times in milliseconds.
export interface Played {
  peak: number;
  grown: number;
  isParsedByHost: boolean;
  p50: number;
  p99: number;
  cpu: number;
  deadlineMs: number;
  healthy: Deliveries;
  hostile: Summary;
  work: Work;
}

export interface Scale {
  isQuick: boolean;
  warmUp: number;
  perSecond: number;
  deadlineMs: number;
}

export const scales: Record<"full" | "quick", Scale> = {
  full: { isQuick: false, warmUp: 2000, perSecond: 100, deadlineMs: 120_000 },
  quick: { isQuick: true, warmUp: 200, perSecond: 50, deadlineMs: 30_000 },
};

/**
 * Plays attacks one after the other against a server in a fresh process, next to a healthy sender.
 *
 * @param program the server's, in servers/
 */
export async function playAttacks(
  program: string,
  attacks: readonly Attack[],
  scale: Scale,
): Promise<Played[]> {
  const server = await startServer(program);
  const sender = await startSender(server.port);
  try {
    await sender.warmUp(scale.warmUp);
    const played = [];
    for (const attack of attacks) {
      const result = await playAttack(server, sender, attack, scale);
      played.push({ ...result, isParsedByHost: attack.parsedBy?.(program) ?? false });
    }
    return played;
  } finally {
    await sender.close();
    await server.stop();
  }
}

async function playAttack(server, sender, attack, scale): Promise<Omit<Played, "isParsedByHost">> {
  const peakBefore = await server.peakMegabytes();
  const before = await server.ask();
  await sender.start(scale.perSecond);
  const signal = AbortSignal.timeout(scale.deadlineMs);
  // One for each connection.
  setMaxListeners(0, signal);
  const client = createHostileClient(server.port, signal);
  const { isQuick } = scale;
  await attack.play({
    open: client.open,
    isQuick,
    signal,
    untilRead: () => untilRead(server, signal),
  });
  const healthy = await sender.stop();
  client.close();
  const after = await server.ask();
  const peak = await server.peakMegabytes();
  return {
    peak,
    grown: peak - peakBefore,
    p50: quantile(healthy.latencies, 0.5),
    p99: quantile(healthy.latencies, 0.99),
    cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / 1000,
    deadlineMs: scale.deadlineMs,
    healthy,
    hostile: client.tally,
    work: {
      handled: after.handled - before.handled,
      doubled: after.doubled - before.doubled,
      claims: after.claims - before.claims,
    },
  };
}

/** Less than an attack sends in this time, and more than the healthy sender does. */
const idle = { bytes: 32_768, milliseconds: 200 };

/** Resolves when the server has read what it wants to read. It replies between two reads, so no time is guessed. */
async function untilRead(server, signal) {
  let last = -idle.bytes;
  while (!signal.aborted) {
    const { readBytes } = await server.ask();
    if (readBytes - last < idle.bytes) return;
    last = readBytes;
    await sleep(idle.milliseconds);
  }
}
