// @ts-check
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";
import { fire } from "./fire.js";
import { proveServer } from "./prove-server.js";
import { signDeliveries } from "./sign-deliveries.js";
import { startServer } from "./start-server.js";

const defaultRounds = 30;
const deliveriesARound = 1000;
const warmUpRounds = 8;

/**
 * How many new deliveries a second the adapter takes over HTTP, as a share of what a handler written by hand takes.
 *
 * @param {import("../main.js").RunOptions} options
 * @returns {Promise<import("../main.js").Section>}
 */
export async function measureExpress({ rounds = defaultRounds, random }) {
  const servers = await Promise.all([
    startServer("@numipay/express", "serve-numipay.js"),
    startServer("bare handler", "serve-bare.js"),
  ]);
  try {
    for (const server of servers) await proveServer(server);
    const [ours, bare] = await measureServers(servers, rounds, random);
    const speed = summarizeRatios(ours.perSecond, bare.perSecond);
    const cpu = summarizeRatios(bare.cpuMicroseconds, ours.cpuMicroseconds);
    return {
      title: "Express 5, one new signed delivery a request: @numipay/express is … times as fast as",
      table: markdownTable(
        ["peer", "requests/s", "processor time", "median requests/s, ours", "its"],
        [
          [
            "bare handler",
            showRatio(speed),
            showRatio(cpu),
            median(ours.perSecond).toFixed(0),
            median(bare.perSecond).toFixed(0),
          ],
        ],
      ),
      values: { "express: bare handler": speed.median },
    };
  } finally {
    for (const server of servers) server.stop();
  }
}

/**
 * @param {readonly import("./start-server.js").BenchServer[]} servers
 * @param {number} rounds
 * @param {() => number} random
 */
async function measureServers(servers, rounds, random) {
  const plans = servers.map((server) => ({
    server,
    perSecond: /** @type {number[]} */ ([]),
    cpuMicroseconds: /** @type {number[]} */ ([]),
  }));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    // The very same bytes to both, so that a round differs in nothing but the server.
    const deliveries = signDeliveries(deliveriesARound);
    for (const plan of shuffle(plans, random)) {
      const { perSecond, cpuMicroseconds } = await fire(plan.server, deliveries);
      if (round < 0) continue;
      plan.perSecond.push(perSecond);
      plan.cpuMicroseconds.push(cpuMicroseconds);
    }
  }
  return plans;
}
