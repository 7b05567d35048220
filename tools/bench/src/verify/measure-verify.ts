import {
  formatRatio,
  markdownTable,
  ordinaryBytes,
  type Random,
  sampleBody,
  shuffle,
  type Summary,
  summarizeRatios,
} from "measure";
import type { RunOptions, Section } from "../section.js";
import { checkContestant } from "./check-contestant.js";
import { type Contestant, contestants, type Payload, type Verify } from "./contestants.js";

const sizes = [
  { label: "227 B", bytes: ordinaryBytes },
  { label: "10 KB", bytes: 10_240 },
];
const defaultRounds = 120;
const batchMs = 8;

interface PeerRatio {
  peer: Contestant;
  ratio: Summary;
}

/** Measures how many times as fast as each peer `@numipay/core` verifies and parses one delivery. */
export async function measureVerify({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const bySize: PeerRatio[][] = [];
  for (const { bytes } of sizes) bySize.push(await measureAt(sampleBody(bytes), rounds, random));
  const [ordinary = []] = bySize;
  const rows = ordinary.map(({ peer }) => [
    `${peer.name} (${peer.scheme})`,
    ...bySize.flat().flatMap((one) => (one.peer === peer ? [formatRatio(one.ratio)] : [])),
  ]);
  return {
    title: "Verify and parse one delivery: @numipay/core is … times as fast as",
    table: markdownTable(["peer", ...sizes.map(({ label }) => label)], rows),
    values: Object.fromEntries(
      ordinary.map(({ peer, ratio }) => [`verify: ${peer.name}`, ratio.median]),
    ),
  };
}

async function measureAt(body: Buffer, rounds: number, random: Random): Promise<PeerRatio[]> {
  const plans: { contestant: Contestant; times: number; microseconds: number[] }[] = [];
  for (const contestant of contestants) {
    await checkContestant(contestant, body);
    plans.push({ contestant, times: await warmUp(contestant, body), microseconds: [] });
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const { contestant, times, microseconds } of shuffle(plans, random)) {
      // Signed again each round, outside the timing: three of the schemes reject an old timestamp.
      const verify = await contestant.sign(body);
      microseconds.push((await timeBatch(contestant, verify, body, times)) / times);
    }
  }
  const [ours, ...peers] = plans;
  return peers.map(({ contestant, microseconds }) => ({
    peer: contestant,
    ratio: summarizeRatios(microseconds, ours?.microseconds ?? []),
  }));
}

/** Runs a contestant until it is compiled. Returns how many deliveries fit into one batch. */
async function warmUp(contestant: Contestant, body: Buffer): Promise<number> {
  const verify = await contestant.sign(body);
  let times = 16;
  for (let elapsed = 0, spent = 0; spent < 60 * batchMs; spent += elapsed) {
    elapsed = (await timeBatch(contestant, verify, body, times)) / 1000;
    times = Math.max(16, Math.round((times * batchMs) / Math.max(elapsed, 0.1)));
  }
  return times;
}

/**
 * Returns the microseconds of processor time for this many deliveries, one after the other. Real time would include other
 * processes. A synchronous contestant is not awaited.
 */
async function timeBatch(
  { name }: Contestant,
  verify: Verify,
  body: Buffer,
  times: number,
): Promise<number> {
  let seen = 0;
  const isAsync = verify(body) instanceof Promise;
  const before = process.cpuUsage();
  if (isAsync) {
    for (let i = 0; i < times; i += 1) seen += (await verify(body)).amount.length;
  } else {
    for (let i = 0; i < times; i += 1) seen += (verify(body) as Payload).amount.length;
  }
  const { user, system } = process.cpuUsage(before);
  if (seen !== times * "200.00".length) throw new Error(`${name} did not return every payload.`);
  return user + system;
}
