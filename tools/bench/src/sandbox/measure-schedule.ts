import { createSandbox } from "@numipay/sandbox";
import { formatRatio, markdownTable, median, shuffle, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";
import { startReceiver } from "./start-receiver.js";

const defaultRounds = 40;
const warmUpRounds = 5;
const attempts = 15;

/**
 * Measures the gateway's whole retry schedule when no attempt gets a 2xx: 15 attempts, 70 minutes of the virtual clock, in
 * real time. The baseline posts as often to the same server.
 */
export async function measureSchedule({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const receiver = await startReceiver(503);
  const ours = { run: () => playSchedule(receiver.url), milliseconds: [] as number[] };
  const baseline = { run: () => postRepeatedly(receiver.url), milliseconds: [] as number[] };
  try {
    for (let round = -warmUpRounds; round < rounds; round += 1) {
      for (const { run, milliseconds } of shuffle([ours, baseline], random)) {
        const took = await run();
        if (round >= 0) milliseconds.push(took);
      }
    }
  } finally {
    await receiver.close();
  }
  const ratio = summarizeRatios(ours.milliseconds, baseline.milliseconds);
  return {
    title: "The schedule: 15 attempts of one webhook take … times as long as 15 posts",
    table: markdownTable(
      ["", "times the baseline", "median ms"],
      [
        ["sandbox.runUntilIdle()", formatRatio(ratio), median(ours.milliseconds).toFixed(1)],
        ["loop of fetch", "1.00", median(baseline.milliseconds).toFixed(1)],
      ],
    ),
    values: { "sandbox: schedule ms": median(ours.milliseconds) },
  };
}

/** Returns milliseconds. */
async function playSchedule(webhookUrl: string): Promise<number> {
  const sandbox = await createSandbox({ webhookUrl, autoDeliver: false });
  const fields = { tracking_id: "order-1", user_id: "1", currency: "EUR", amount: "5.00" };
  await sandbox.fetch("/payments/direct", {
    method: "POST",
    headers: { "x-api-key": sandbox.apiKey, "content-type": "application/json" },
    body: JSON.stringify({ request: { ...fields, provider_id: "pursa" } }),
  });
  // The payment page expires, which creates the webhook.
  await sandbox.advance("29m");
  const started = performance.now();
  await sandbox.runUntilIdle();
  const took = performance.now() - started;
  const sent = sandbox.deliveries().length;
  await sandbox.close();
  if (sent !== attempts) throw new Error(`Expected ${attempts} attempts, got ${sent}.`);
  return took;
}

/** Returns milliseconds. */
async function postRepeatedly(url: string): Promise<number> {
  const started = performance.now();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const response = await fetch(url, { method: "POST", body: "{}" });
    await response.arrayBuffer();
  }
  return performance.now() - started;
}
