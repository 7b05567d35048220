// @ts-check
import type { RunOptions, Section } from "../main.js";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";
import { fire } from "./fire.js";
import { proveServer } from "./prove-server.js";
import { signDeliveries } from "./sign-deliveries.js";
import { startServer } from "./start-server.js";

/** Each adapter beside its own framework's handler written by hand: programs in servers/. */
const frameworks = [
  { adapter: "@numipay/express", host: "Express 5", file: "express" },
  { adapter: "@numipay/koa", host: "Koa 3", file: "koa" },
  { adapter: "@numipay/fastify", host: "Fastify 5", file: "fastify" },
  { adapter: "@numipay/nestjs", host: "Nest 12 on Express", file: "nest-express" },
  { adapter: "@numipay/nestjs", host: "Nest 12 on Fastify", file: "nest-fastify" },
];

/** A process keeps the luck of its start (what was compiled when) all its life, so one pair of them is not enough. */
const pairs = 4;
const defaultRounds = 40;
/** A server runs for weeks: what counts is its speed once everything is compiled, which takes some 20,000 requests. */
const warmUpRounds = 40;
const deliveriesARound = 500;

export interface Plan {
  name: string;
  file: string;
  perSecond: number[];
  cpuMicroseconds: number[];
}

/** How many new deliveries a second each adapter takes over HTTP, as a share of what a handler written by hand takes. */
export async function measureAdapters({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const rows = [];
  const values: Record<string, number> = {};
  for (const { adapter, host, file } of frameworks) {
    const ours = createPlan(adapter, `${file}-numipay.js`);
    const bare = createPlan(`${host} by hand`, `${file}-bare.js`);
    for (let pair = 0; pair < pairs; pair += 1) {
      await measurePair([ours, bare], Math.ceil(rounds / pairs), random);
    }
    const speed = summarizeRatios(ours.perSecond, bare.perSecond);
    const cpu = summarizeRatios(bare.cpuMicroseconds, ours.cpuMicroseconds);
    const perSecond = [ours, bare].map((plan) => median(plan.perSecond).toFixed(0));
    rows.push([adapter, bare.name, showRatio(speed), showRatio(cpu), ...perSecond]);
    values[`adapters: ${host}`] = speed.median;
  }
  return {
    title:
      "One new signed delivery a request: each adapter is … times as fast as a handler by hand",
    table: markdownTable(
      ["adapter", "peer", "requests/s", "processor time", "median requests/s, ours", "its"],
      rows,
    ),
    values,
  };
}

function createPlan(name: string, file: string): Plan {
  return { name, file, perSecond: [], cpuMicroseconds: [] };
}

/** Starts a server for each plan, proves it, warms it up, and adds the rounds to the plan. */
async function measurePair(plans: readonly Plan[], rounds: number, random: () => number) {
  const running = [];
  try {
    for (const plan of plans) {
      running.push({ plan, server: await startServer(plan.name, plan.file) });
    }
    for (const { server } of running) await proveServer(server);
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      // The very same bytes to both, so that a round differs in nothing but the server.
      const deliveries = signDeliveries(deliveriesARound);
      for (const { plan, server } of shuffle(running, random)) {
        const { perSecond, cpuMicroseconds } = await fire(server, deliveries);
        if (round < 0) continue;
        plan.perSecond.push(perSecond);
        plan.cpuMicroseconds.push(cpuMicroseconds);
      }
    }
  } finally {
    for (const { server } of running) server.stop();
  }
}
