import { Numipay } from "@numipay/core";
import { formatRatio, markdownTable, median, summarizeRatios } from "measure";
import type { RunOptions, Section } from "../section.js";
import { type Caller, checkBare, checkJournalled } from "./check-caller.js";
import { openJournals } from "./open-journals.js";
import type { OpenedJournal } from "./opened-journal.js";
import { samplePayouts } from "./sample-payouts.js";
import { type Gateway, startGateway } from "./start-gateway.js";
import { timeEach, timeRounds } from "./time-rounds.js";

const concurrencies = [1, 8];
/** One more than the calls at a time, so that no call waits for a connection. */
const connections = Math.max(...concurrencies) + 1;
const defaultRounds = 40;
const defaultCalls = 50;

type CallOptions = RunOptions & { callsPerRound?: number };

/** Measures a call with a journal, relative to one without, against a gateway on this machine. */
export async function measureCalls(options: CallOptions): Promise<Section> {
  const gateway = await startGateway();
  const opened: [name: string, journal: OpenedJournal][] = [];
  const missing: string[] = [];
  try {
    for (const [name, open] of Object.entries(openJournals)) {
      const journal = await open(connections);
      if ("missing" in journal) missing.push(journal.missing);
      else opened.push([name, journal]);
    }
    const bare = { name: "bare", numipay: new Numipay(gateway.clientOptions) };
    const callers = opened.map(([name, { journal, place }]) => ({
      name,
      label: `${name}, ${place}`,
      numipay: new Numipay({ ...gateway.clientOptions, journal }),
    }));
    await checkBare(bare, gateway);
    for (const caller of callers) await checkJournalled(caller, gateway);
    const { table, values } = await timeCalls({ bare, callers, gateway }, options);
    return {
      title: "Calls: with a journal, a payout request takes … times as long as without",
      table: [table, ...missing].join("\n\n"),
      values,
    };
  } finally {
    for (const [, { close }] of opened) await close();
    await gateway.stop();
  }
}

interface Callers {
  bare: Caller;
  callers: readonly (Caller & { label: string })[];
  gateway: Gateway;
}

async function timeCalls(
  { bare, callers, gateway }: Callers,
  { rounds = defaultRounds, callsPerRound = defaultCalls, random }: CallOptions,
): Promise<Pick<Section, "table" | "values">> {
  const values: Record<string, number> = {};
  const rows: string[][] = [];
  const contestants = [bare, ...callers];
  const warmUpRounds = Math.ceil(rounds / 4);
  const before = await gateway.readReceived();
  for (const concurrency of concurrencies) {
    const batches = contestants.map(
      ({ numipay }) =>
        () =>
          timeEach(samplePayouts(callsPerRound), concurrency, (payout) =>
            numipay.payouts.request(payout),
          ),
    );
    const [theirs = [], ...journalled] = await timeRounds(batches, {
      rounds,
      warmUpRounds,
      random,
    });
    for (const [index, { name, label }] of callers.entries()) {
      const ours = journalled[index] ?? [];
      const ratio = summarizeRatios(ours, theirs);
      values[`outgoing: call, ${name}, ${concurrency} at a time / bare`] = ratio.median;
      const microseconds = [ours, theirs].map((times) => median(times).toFixed(0));
      rows.push([`${label}, ${concurrency} at a time`, formatRatio(ratio), ...microseconds]);
    }
  }
  const received = (await gateway.readReceived()) - before;
  const expected =
    contestants.length * concurrencies.length * (rounds + warmUpRounds) * callsPerRound;
  if (received !== expected) {
    throw new Error(`Expected ${expected} requests; the gateway received ${received}.`);
  }
  const head = ["", "time / a bare call's", "µs, with the journal", "µs, bare"];
  return { table: markdownTable(head, rows), values };
}
