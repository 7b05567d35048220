// @ts-check
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";
import { fire } from "./fire.js";
import { proveServer } from "./prove-server.js";
import { signDeliveries } from "./sign-deliveries.js";
import { startServer } from "./start-server.js";

/** A process keeps the luck of its start (what was compiled when) all its life, so one pair of them is not enough. */
const pairs = 4;
const defaultRounds = 80;
const warmUpRounds = 8;
const deliveriesARound = 500;

/**
 * @typedef {{
 *   name: string,
 *   file: string,
 *   perSecond: number[],
 *   cpuMicroseconds: number[],
 * }} Plan
 */

/**
 * How many new deliveries a second the adapter takes over HTTP, as a share of what a handler written by hand takes.
 *
 * @param {import("../main.js").RunOptions} options
 * @returns {Promise<import("../main.js").Section>}
 */
export async function measureExpress({ rounds = defaultRounds, random }) {
  const ours = createPlan("@numipay/express", "serve-numipay.js");
  const bare = createPlan("bare handler", "serve-bare.js");
  for (let pair = 0; pair < pairs; pair += 1) {
    await measurePair([ours, bare], Math.ceil(rounds / pairs), random);
  }
  const speed = summarizeRatios(ours.perSecond, bare.perSecond);
  const cpu = summarizeRatios(bare.cpuMicroseconds, ours.cpuMicroseconds);
  const perSecond = [ours, bare].map((plan) => median(plan.perSecond).toFixed(0));
  return {
    title: "Express 5, one new signed delivery a request: @numipay/express is … times as fast as",
    table: markdownTable(
      ["peer", "requests/s", "processor time", "median requests/s, ours", "its"],
      [[bare.name, showRatio(speed), showRatio(cpu), ...perSecond]],
    ),
    values: { [`express: ${bare.name}`]: speed.median },
  };
}

/**
 * @param {string} name
 * @param {string} file
 * @returns {Plan}
 */
function createPlan(name, file) {
  return { name, file, perSecond: [], cpuMicroseconds: [] };
}

/**
 * Starts a server for each plan, proves it, warms it up, and adds the rounds to the plan.
 *
 * @param {readonly Plan[]} plans
 * @param {number} rounds
 * @param {() => number} random
 */
async function measurePair(plans, rounds, random) {
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
