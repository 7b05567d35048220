import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "measure";
import type { Attack } from "../attacks/attack.js";
import { createHostileClient, type TrafficSummary } from "../attacks/hostile-client.js";
import type { Deliveries } from "../healthy/create-sender.js";
import { type HealthySender, startSender } from "../healthy/start-sender.js";
import type { Work } from "../servers/work-counter.js";
import { type HostileServer, startServer } from "./start-server.js";

/** The effect of one attack on one server. Memory in megabytes, times in milliseconds. */
export interface Played {
  peak: number;
  growth: number;
  isParsedByHost: boolean;
  p99: number;
  cpu: number;
  deadlineMs: number;
  healthy: Deliveries;
  hostile: TrafficSummary;
  work: Work;
}

export interface Scale {
  isQuick: boolean;
  warmUp: number;
  perSecond: number;
  deadlineMs: number;
}

export const scales = {
  full: { isQuick: false, warmUp: 2000, perSecond: 100, deadlineMs: 120_000 },
  quick: { isQuick: true, warmUp: 200, perSecond: 50, deadlineMs: 30_000 },
} as const satisfies Record<string, Scale>;

/**
 * Plays attacks one after the other against a server in a fresh process, next to a healthy sender.
 *
 * @param program the server's program in servers/
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
    // Otherwise V8 collects the garbage of the warm-up during the attack, in a pause of some 30 ms.
    await server.collectGarbage();
    const played: Played[] = [];
    for (const attack of attacks) {
      const result = await playAttack(server, sender, attack, scale);
      played.push({ ...result, isParsedByHost: attack.isParsedByHost?.(program) ?? false });
    }
    return played;
  } finally {
    await sender.close();
    await server.stop();
  }
}

async function playAttack(
  server: HostileServer,
  sender: HealthySender,
  attack: Attack,
  { isQuick, perSecond, deadlineMs }: Scale,
): Promise<Omit<Played, "isParsedByHost">> {
  const peakBefore = await server.peakMegabytes();
  const before = await server.readState();
  await sender.start(perSecond);
  const signal = AbortSignal.timeout(deadlineMs);
  // One listener per connection.
  setMaxListeners(0, signal);
  const client = createHostileClient(server.port, signal);
  await attack.play({
    open: client.open,
    isQuick,
    signal,
    untilRead: () => untilRead(server, signal),
  });
  const healthy = await sender.stop();
  client.close();
  const after = await server.readState();
  const peak = await server.peakMegabytes();
  return {
    peak,
    growth: peak - peakBefore,
    p99: quantile(healthy.latenciesMs, 0.99),
    cpu: (after.cpuMicroseconds - before.cpuMicroseconds) / 1000,
    deadlineMs,
    healthy,
    hostile: client.summary,
    work: {
      handled: after.handled - before.handled,
      handledTwice: after.handledTwice - before.handledTwice,
      claims: after.claims - before.claims,
    },
  };
}

/** Less than an attack sends in this time, and more than the healthy sender does. */
const idle = { bytes: 32_768, milliseconds: 200 };

/** Resolves when the server has stopped reading. It replies between two reads, so there is no time to guess. */
async function untilRead(server: HostileServer, signal: AbortSignal): Promise<void> {
  let last = -idle.bytes;
  while (!signal.aborted) {
    const { readBytes } = await server.readState();
    if (readBytes - last < idle.bytes) return;
    last = readBytes;
    await sleep(idle.milliseconds);
  }
}
