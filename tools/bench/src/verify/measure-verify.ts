// @ts-check
import type { RunOptions, Section } from "../main.js";
import type { Contestant } from "./contestants.js";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { summarizeRatios } from "../summarize.js";
import { contestants } from "./contestants.js";
import { proveContestant } from "./prove-contestant.js";
import { largeBytes, ordinaryBytes, sampleBody } from "./sample-body.js";

const sizes = [
  { label: "227 B", bytes: ordinaryBytes },
  { label: "10 KB", bytes: largeBytes },
];
const defaultRounds = 120;
const batchMs = 8;

/** How many times as fast as each peer ours verifies and parses one delivery. */
export async function measureVerify({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const peers = contestants.slice(1);
  const bySize = [];
  for (const { bytes } of sizes) bySize.push(await ratiosAt(sampleBody(bytes), rounds, random));
  const rows = peers.map(({ name, scheme }, peer) => [
    `${name} (${scheme})`,
    ...bySize.map((ratios) => showRatio(ratios[peer])),
  ]);
  const [ordinary] = bySize;
  return {
    title: "Verify and parse one delivery: @numipay/core is … times as fast as",
    table: markdownTable(["peer", ...sizes.map(({ label }) => label)], rows),
    values: Object.fromEntries(
      peers.map(({ name }, peer) => [`verify: ${name}`, ordinary[peer].median]),
    ),
  };
}

async function ratiosAt(body: Buffer, rounds: number, random: () => number) {
  const plans = [];
  for (const contestant of contestants) {
    await proveContestant(contestant, body);
    plans.push({
      contestant,
      times: await warmUp(contestant, body),
      microseconds: [] as number[],
    });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const plan of shuffle(plans, random)) {
      // Signed anew each round, outside the timing: three of the schemes refuse an old timestamp.
      const signed = await plan.contestant.sign(body);
      plan.microseconds.push(
        (await timeBatch(plan.contestant, body, signed, plan.times)) / plan.times,
      );
    }
  }
  const [ours, ...peers] = plans;
  return peers.map((peer) => summarizeRatios(peer.microseconds, ours?.microseconds ?? []));
}

/**
 * Runs until the compiler is done with it.
 *
 * @returns how many times it fits into one batch
 */
async function warmUp(contestant: Contestant, body: Buffer) {
  const signed = await contestant.sign(body);
  let times = 16;
  for (let elapsed = 0, spent = 0; spent < 60 * batchMs; spent += elapsed) {
    elapsed = (await timeBatch(contestant, body, signed, times)) / 1000;
    times = Math.max(16, Math.round((times * batchMs) / Math.max(elapsed, 0.1)));
  }
  return times;
}

/**
 * Microseconds of processor time for so many deliveries, one after the other. Not of the clock: a batch in whose midst
 * another process got the processor would look slow. What answers at once is not made to wait for a promise.
 */
async function timeBatch(
  { name, accept }: Contestant,
  body: Buffer,
  signed: unknown,
  times: number,
) {
  let seen = 0;
  const isAsync = accept(body, signed) instanceof Promise;
  const before = process.cpuUsage();
  if (isAsync) {
    for (let i = 0; i < times; i += 1) seen += (await accept(body, signed)).amount.length;
  } else {
    for (let i = 0; i < times; i += 1) seen += accept(body, signed).amount.length;
  }
  const { user, system } = process.cpuUsage(before);
  if (seen !== times * "200.00".length) throw new Error(`${name} did not hand on every payload.`);
  return user + system;
}
