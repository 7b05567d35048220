import { createDelivery, type Random, shuffle } from "measure";
import { checkServer } from "./check-server.js";
import { sendDeliveries } from "./send-deliveries.js";
import { type BenchServer, startServer } from "./start-server.js";

const defaultDeliveries = 500;

/** A server, and what it measured in each round. */
export interface ServerPlan {
  name: string;
  file: string;
  args: readonly string[];
  perSecond: number[];
  cpuMicroseconds: number[];
  p99: number[];
}

export function createPlan(name: string, file: string, args: readonly string[] = []): ServerPlan {
  return { name, file, args, perSecond: [], cpuMicroseconds: [], p99: [] };
}

interface PairOptions {
  rounds: number;
  warmUpRounds: number;
  random: Random;
  /** Defaults to 500. */
  deliveriesPerRound?: number | undefined;
}

/** Starts a server for each plan, checks it, warms it up, and adds the rounds to the plan. */
export async function measurePair(
  plans: readonly ServerPlan[],
  { rounds, warmUpRounds, random, deliveriesPerRound = defaultDeliveries }: PairOptions,
): Promise<void> {
  const running: { plan: ServerPlan; server: BenchServer }[] = [];
  try {
    for (const plan of plans) {
      running.push({ plan, server: await startServer(plan.name, plan.file, plan.args) });
    }
    for (const { server } of running) await checkServer(server);
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      // Both servers get the same bytes, so that nothing but the server differs within a round.
      const deliveries = Array.from({ length: deliveriesPerRound }, createDelivery);
      for (const { plan, server } of shuffle(running, random)) {
        const { perSecond, cpuMicroseconds, p99 } = await sendDeliveries(server, deliveries);
        if (round < 0) continue;
        plan.perSecond.push(perSecond);
        plan.cpuMicroseconds.push(cpuMicroseconds);
        plan.p99.push(p99);
      }
    }
  } finally {
    for (const { server } of running) await server.stop();
  }
}
