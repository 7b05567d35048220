import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";
import { createPlan, measurePair } from "./measure-pair.js";

/** Each adapter, and a hand-written handler in the same framework. The programs are in servers/. */
const frameworks = [
  { adapter: "@numipay/express", host: "Express 5", file: "express" },
  { adapter: "@numipay/koa", host: "Koa 3", file: "koa" },
  { adapter: "@numipay/fastify", host: "Fastify 5", file: "fastify" },
  { adapter: "@numipay/nestjs", host: "Nest 12 on Express", file: "nest-express" },
  { adapter: "@numipay/nestjs", host: "Nest 12 on Fastify", file: "nest-fastify" },
];

/** What V8 compiles at the start differs between processes and stays for their lifetime, so one pair is not enough. */
const pairs = 10;
const defaultRounds = 80;
/** Servers run for weeks, so only compiled code counts. Compiling everything takes about 20,000 requests. */
const warmUpRounds = 40;

/** Measures how many new deliveries per second each adapter handles over HTTP, relative to a hand-written handler. */
export async function measureAdapters({
  rounds = defaultRounds,
  random,
}: RunOptions): Promise<Section> {
  const rows: string[][] = [];
  const values: Record<string, number> = {};
  for (const { adapter, host, file } of frameworks) {
    const ours = createPlan(adapter, `${file}-numipay.js`);
    const baseline = createPlan(`hand-written ${host}`, `${file}-baseline.js`);
    for (let pair = 0; pair < pairs; pair += 1) {
      await measurePair([ours, baseline], {
        rounds: Math.ceil(rounds / pairs),
        warmUpRounds,
        random,
      });
    }
    const speed = summarizeRatios(ours.perSecond, baseline.perSecond);
    const cpu = summarizeRatios(baseline.cpuMicroseconds, ours.cpuMicroseconds);
    const perSecond = [ours, baseline].map((plan) => median(plan.perSecond).toFixed(0));
    rows.push([adapter, baseline.name, formatRatio(speed), formatRatio(cpu), ...perSecond]);
    values[`adapters: ${host}`] = speed.median;
  }
  return {
    title: "One new signed delivery per request: each adapter is … times as fast as a handler",
    table: markdownTable(
      [
        "adapter",
        "handler",
        "requests/s",
        "processor time",
        "median requests/s, ours",
        "handler's",
      ],
      rows,
    ),
    values,
  };
}
