// @ts-check
import type { RunOptions, Section } from "../main.js";
import { createServer } from "node:http";
import { once } from "node:events";
import { createSandbox } from "@numipay/sandbox";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";

const defaultRounds = 40;
const warmUpRounds = 5;
const attempts = 15;

/**
 * How long the gateway's whole schedule of retries takes when nobody answers with a 2xx: 15 attempts, 70 minutes of the
 * virtual clock, in milliseconds of real time. The floor posts as often to the same server.
 */
export async function measureSchedule({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(503).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/`;
  const contestants = [
    { name: "sandbox.runUntilIdle()", run: () => playSchedule(url) },
    { name: "a loop of fetch", run: () => postRepeatedly(url) },
  ];
  const milliseconds: Map<string, number[]> = new Map(contestants.map(({ name }) => [name, []]));
  try {
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      for (const { name, run } of shuffle(contestants, random)) {
        const took = await run();
        if (round >= 0) milliseconds.get(name)?.push(took);
      }
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
  const [ours = [], floor = []] = contestants.map(({ name }) => milliseconds.get(name) ?? []);
  return {
    title: "The schedule: 15 attempts of one webhook take … times as long as 15 posts",
    table: markdownTable(
      ["", "times the floor", "median ms"],
      [
        [
          "sandbox.runUntilIdle()",
          showRatio(summarizeRatios(ours, floor)),
          median(ours).toFixed(1),
        ],
        ["a loop of fetch", "1.00", median(floor).toFixed(1)],
      ],
    ),
    values: { "sandbox: schedule ms": median(ours) },
  };
}

/** @returns milliseconds */
async function playSchedule(webhookUrl: string): Promise<number> {
  const sandbox = await createSandbox({ webhookUrl, autoDeliver: false });
  const fields = { tracking_id: "order-1", user_id: "1", currency: "EUR", amount: "5.00" };
  await sandbox.fetch("/payments/direct", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ request: { ...fields, provider_id: "pursa" } }),
  });
  // Nobody pays: the page expires, and that is told.
  await sandbox.advance("29m");
  const started = performance.now();
  await sandbox.runUntilIdle();
  const took = performance.now() - started;
  const made = sandbox.deliveries().length;
  await sandbox.close();
  if (made !== attempts) throw new Error(`The schedule made ${made} attempts, not ${attempts}.`);
  return took;
}

/** @returns milliseconds */
async function postRepeatedly(url: string): Promise<number> {
  const started = performance.now();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const response = await fetch(url, { method: "POST", body: "{}" });
    await response.arrayBuffer();
  }
  return performance.now() - started;
}
