// @ts-check
import type { List, Walk } from "./start-list.js";
import type { RunOptions, Section } from "../main.js";
import { markdownTable, showRatio } from "../markdown-table.js";
import { shuffle } from "../shuffle.js";
import { median, summarizeRatios } from "../summarize.js";
import { openPostgres } from "./open-postgres.js";
import { openRedis } from "./open-redis.js";
import { startList } from "./start-list.js";

const defaultTransactions = 1_000_000;
const defaultADay = 1_000;
/** Real engines are asked over a socket for each transaction: a part of the list shows what that takes. */
const mostOnEngines = 20_000;
/** At the full size a round takes half a minute, and its ratios hardly move. */
const mostRounds = 3;

export interface Plan {
  name: string;
  transactions: number;
  walk: () => Promise<Walk>;
  walks: Walk[];
}

/**
 * What `reconcile()` takes for a list of which everything is known, and how much memory, against just paging through the
 * same list; and whether ten times the list takes more memory.
 */
export async function measureReconcile({
  rounds = mostRounds,
  transactions = defaultTransactions,
  transactionsADay = defaultADay,
  random,
}: RunOptions & { transactionsADay?: number }): Promise<Section> {
  const onEngines = Math.min(mostOnEngines, transactions / 10);
  const sizes = [transactions, transactions / 10, onEngines];
  const lists = await Promise.all(sizes.map((size) => startList(size, transactionsADay)));
  const [whole, tenth, part] = lists as [List, List, List];
  const engines = await openEngines(part, onEngines);
  const plan: (name: string, size: number, walk: Plan["walk"]) => Plan = (name, size, walk) => ({
    name,
    transactions: size,
    walk,
    walks: [],
  });
  const paging = plan("just paging", transactions, () => whole.walk("iterate"));
  const known = plan("reconcile", transactions, () => whole.walk("stub"));
  const fewer = plan("reconcile", transactions / 10, () => tenth.walk("stub"));
  const pagingPart = plan("just paging", onEngines, () => part.walk("iterate"));
  const ofEngines = engines.opened.map(({ name, walk }) => plan(name, onEngines, walk));
  const plans = [paging, known, fewer, pagingPart, ...ofEngines];
  try {
    for (let round = 0; round < Math.min(rounds, mostRounds); round += 1) {
      for (const { walk, walks } of shuffle(plans, random)) walks.push(await walk());
    }
  } finally {
    for (const list of lists) list.stop();
    await engines.close();
  }
  const memory = ratio(known, fewer, "peakMB");
  const rows = [
    toRow(paging, paging),
    toRow(known, paging),
    toRow(fewer),
    toRow(pagingPart, pagingPart),
    ...ofEngines.map((one) => toRow(one, pagingPart)),
  ];
  const head = ["", "transactions", "seconds", "times paging", "processor time", "peak MB", "heap"];
  const size = `${known.transactions.toLocaleString("en")} / ${fewer.transactions.toLocaleString("en")}`;
  return {
    title:
      "Reconciling a list of which everything is known takes … times as long as paging through it",
    table: [
      markdownTable(head, rows),
      `Peak memory at ${size}: ${showRatio(memory)}`,
      ...engines.missing,
    ].join("\n\n"),
    values: {
      "engines: reconcile, peak memory / at a tenth of the list": memory.median,
      "engines: reconcile, time / paging": ratio(known, paging, "milliseconds").median,
    },
  };
}

/** The real inboxes, filled by a first run, in which every transaction of the list is new. */
async function openEngines(list: List, transactions: number) {
  const postgres = await openPostgres(1);
  const redis = await openRedis();
  const opened = [];
  if ("schema" in postgres) {
    const walk = () => list.walk("postgres", postgres.schema);
    opened.push({ name: "reconcile, postgresInbox", walk });
  }
  if ("prefix" in redis) {
    opened.push({ name: "reconcile, redisInbox", walk: () => list.walk("redis", redis.prefix) });
  }
  const close = async () => {
    for (const engine of [postgres, redis]) if ("close" in engine) await engine.close();
  };
  try {
    for (const { name, walk } of opened) {
      const { found } = await walk();
      if (found !== transactions) throw new Error(`${name} found ${found} of ${transactions}.`);
    }
  } catch (error) {
    await close();
    throw error;
  }
  const missing = [postgres, redis].flatMap((one) => ("missing" in one ? [one.missing] : []));
  return { opened, missing, close };
}

/** @param paging through the same list */
function toRow(plan: Plan, paging?: Plan) {
  const middle = (measure: keyof Walk) => median(plan.walks.map((walk) => walk[measure]));
  const toPaging = (measure: keyof Walk) =>
    paging === undefined ? "" : showRatio(ratio(plan, paging, measure));
  return [
    plan.name,
    plan.transactions.toLocaleString("en"),
    (middle("milliseconds") / 1000).toFixed(2),
    toPaging("milliseconds"),
    toPaging("cpuMilliseconds"),
    middle("peakMB").toFixed(0),
    middle("peakHeapMB").toFixed(0),
  ];
}

function ratio(plan: Plan, other: Plan, measure: keyof Walk) {
  return summarizeRatios(
    plan.walks.map((walk) => walk[measure]),
    other.walks.map((walk) => walk[measure]),
  );
}
