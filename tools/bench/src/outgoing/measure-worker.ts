import { Numipay } from "@numipay/core";
import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import { openPostgres, toFields } from "../engines/open-postgres.js";
import { checkLedger, createLedger } from "../engines/ledger.js";
import type { RunOptions, Section } from "../section.js";
import { openWorker, type WorkerContestant } from "./open-worker.js";
import { samplePayouts } from "./sample-payouts.js";
import { startSandbox, type StartedSandbox } from "./start-sandbox.js";
import { timeEach, timeRounds } from "./time-rounds.js";

const title = "Worker: it sends … times as many payouts per second as a loop of bare calls";
const concurrencies = [1, 8];
/** One more than the payouts at a time, each with its journal and its handler, and one that the inbox reserves. */
const connections = 2 * Math.max(...concurrencies) + 2;
const defaultRounds = 15;
const defaultPayouts = 100;

type WorkerOptions = RunOptions & { payoutsPerRound?: number };

/**
 * Measures a worker that sends queued payouts to a sandbox and runs a handler for each, relative to a loop of calls without a journal
 * and without a handler.
 */
export async function measureWorker(options: WorkerOptions): Promise<Section> {
  const opened = await openPostgres(1);
  if ("missing" in opened) return { title, table: opened.missing, values: {} };
  const { pool, schema, version, close } = opened;
  const sandbox = await startSandbox();
  const worker = openWorker(toFields(), {
    schema,
    connections,
    clientOptions: sandbox.clientOptions,
  });
  try {
    await createLedger(pool, schema);
    await worker.migrate();
    const { table, values, sent } = await timeWorker({ worker, sandbox }, options);
    // The handler of each payout ran once.
    await checkLedger(pool, schema, sent);
    return { title: `${title} (${version})`, table, values };
  } finally {
    await worker.close();
    await sandbox.stop();
    await close();
  }
}

interface Contestants {
  worker: WorkerContestant;
  sandbox: StartedSandbox;
}

async function timeWorker(
  { worker, sandbox }: Contestants,
  { rounds = defaultRounds, payoutsPerRound = defaultPayouts, random }: WorkerOptions,
): Promise<Pick<Section, "table" | "values"> & { sent: number }> {
  const numipay = new Numipay(sandbox.clientOptions);
  const warmUpRounds = Math.ceil(rounds / 3);
  const values: Record<string, number> = {};
  const rows: string[][] = [];
  for (const concurrency of concurrencies) {
    const [ours = [], theirs = []] = await timeRounds(
      [
        () => worker.send(samplePayouts(payoutsPerRound), concurrency),
        () =>
          timeEach(samplePayouts(payoutsPerRound), concurrency, (payout) =>
            numipay.payouts.request(payout),
          ),
      ],
      { rounds, warmUpRounds, random },
    );
    const ratio = summarizeRatios(theirs, ours);
    values[`outgoing: worker, ${concurrency} at a time / bare calls`] = ratio.median;
    const perSecond = [ours, theirs].map((times) => (1_000_000 / median(times)).toFixed(0));
    rows.push([`${concurrency} at a time`, formatRatio(ratio), ...perSecond]);
  }
  const sent = concurrencies.length * (rounds + warmUpRounds) * payoutsPerRound;
  const { payouts, ids } = await sandbox.readPayouts();
  if (payouts !== 2 * sent || ids !== payouts) {
    throw new Error(
      `Expected ${2 * sent} payouts; the sandbox has ${payouts} with ${ids} different ids.`,
    );
  }
  const head = ["", "payouts/s / bare calls", "payouts/s, worker", "payouts/s, bare calls"];
  return { table: markdownTable(head, rows), values, sent };
}
