import { pgInbox } from "@numipay/sql/pg";
import { createDelivery, formatRatio, markdownTable, median, summarizeRatios } from "measure";
import { createPlan, measurePair, type ServerPlan } from "../adapters/measure-pair.js";
import { startServer } from "../adapters/start-server.js";
import { joinSections, type RunOptions, type Section } from "../section.js";
import { createLedger } from "./ledger.js";
import { openPostgres } from "./open-postgres.js";
import { createEventsTable } from "./postgres-idiom.js";

const frameworks = [
  { host: "Express", file: "express-postgres" },
  { host: "Fastify", file: "fastify-postgres" },
];

const title = "HTTP on PostgreSQL: pgInbox, compared with the idiom in the same framework";
/** What V8 compiles at the start differs between processes, so one pair is not enough. */
const maxPairs = 4;
const defaultRounds = 40;
const maxColdStarts = 20;

/** Measures deliveries over HTTP that write to PostgreSQL, and how long a new process takes until its first 200. */
export async function measurePostgresHttp({
  rounds = defaultRounds,
  deliveriesPerRound,
  random,
}: RunOptions & { deliveriesPerRound?: number }): Promise<Section> {
  const opened = await openPostgres(1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, close } = opened;
  try {
    await createLedger(pool, schema);
    await createEventsTable(pool, schema);
    await pgInbox({ pool, schema }).migrate();
    const rates: { host: string; ours: ServerPlan; idiom: ServerPlan }[] = [];
    const starts: { host: string; ours: number[]; idiom: number[] }[] = [];
    for (const { host, file } of frameworks) {
      const ours = createPlan(`pgInbox in ${host}`, `${file}-numipay.js`, [schema]);
      const idiom = createPlan(`the idiom in ${host}`, `${file}-idiom.js`, [schema]);
      const pairs = Math.min(rounds, maxPairs);
      // Servers run for weeks, so only compiled code counts.
      const warmUpRounds = Math.ceil(rounds / 2);
      const perPair = Math.ceil(rounds / pairs);
      const options = { rounds: perPair, warmUpRounds, random, deliveriesPerRound };
      for (let pair = 0; pair < pairs; pair += 1) await measurePair([ours, idiom], options);
      rates.push({ host, ours, idiom });
      starts.push({ host, ...(await measureStarts(ours, idiom, Math.min(rounds, maxColdStarts))) });
    }
    return joinSections(title, [toRateSection(rates), toStartSection(starts)]);
  } finally {
    await close();
  }
}

/** Milliseconds from the start of a process to its first 200. The first round is not counted. */
async function measureStarts(
  ours: ServerPlan,
  idiom: ServerPlan,
  rounds: number,
): Promise<{ ours: number[]; idiom: number[] }> {
  const times = { ours: [] as number[], idiom: [] as number[] };
  for (let round = -1; round < rounds; round += 1) {
    const taken = { ours: await timeStart(ours), idiom: await timeStart(idiom) };
    if (round < 0) continue;
    times.ours.push(taken.ours);
    times.idiom.push(taken.idiom);
  }
  return times;
}

async function timeStart({ name, file, args }: ServerPlan): Promise<number> {
  const { body, headers } = createDelivery();
  const started = performance.now();
  const server = await startServer(name, file, args);
  try {
    const response = await fetch(server.url, { method: "POST", body: body.toString(), headers });
    const milliseconds = performance.now() - started;
    await response.arrayBuffer();
    if (response.status !== 200) throw new Error(`${name} responded with ${response.status}.`);
    return milliseconds;
  } finally {
    await server.stop();
  }
}

function toRateSection(
  rates: readonly { host: string; ours: ServerPlan; idiom: ServerPlan }[],
): Section {
  const values: Record<string, number> = {};
  const rows = rates.map(({ host, ours, idiom }) => {
    const speed = summarizeRatios(ours.perSecond, idiom.perSecond);
    const slowest = summarizeRatios(ours.p99, idiom.p99);
    values[`engines: PostgreSQL, HTTP, ${host} deliveries/s / idiom`] = speed.median;
    values[`engines: PostgreSQL, HTTP, ${host} p99 / idiom`] = slowest.median;
    return [
      host,
      formatRatio(speed),
      formatRatio(slowest),
      ...[ours, idiom].map((plan) => median(plan.perSecond).toFixed(0)),
      ...[ours, idiom].map((plan) => median(plan.p99).toFixed(1)),
    ];
  });
  const head = ["", "deliveries/s", "p99", "deliveries/s, ours", "idiom", "p99 ms, ours", "idiom"];
  return { title: "One new signed delivery per request", table: markdownTable(head, rows), values };
}

function toStartSection(
  starts: readonly { host: string; ours: number[]; idiom: number[] }[],
): Section {
  const values: Record<string, number> = {};
  const rows = starts.map(({ host, ours, idiom }) => {
    const ratio = summarizeRatios(ours, idiom);
    values[`engines: PostgreSQL, HTTP, ${host} cold start / idiom`] = ratio.median;
    return [host, formatRatio(ratio), ...[ours, idiom].map((times) => median(times).toFixed(0))];
  });
  return {
    title: "A cold start: from the process to its first 200",
    table: markdownTable(["", "times the idiom's", "ms, ours", "ms, idiom"], rows),
    values,
  };
}
