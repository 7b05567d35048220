import { formatRatio, markdownTable, shuffle } from "measure";
import type { RunOptions, Section } from "../section.js";
import { openReconcileEngines } from "./open-reconcile-engines.js";
import { createPlan, type Plan, reconcileHead, toRatio, toRow } from "./reconcile-table.js";
import { type List, startList } from "./start-list.js";

const title = "Reconciling a list takes … times as long as paging through it";
const defaultTransactions = 1_000_000;
const defaultPerDay = 1_000;
/** Filling an engine takes longer than reconciling, so a part of the list is enough. */
const maxOnEngines = 100_000;
/** At the full size a round takes half a minute, and its ratios hardly vary. */
const maxRounds = 3;

/**
 * Measures the time and memory of `reconcile()` for a list of known transactions, relative to paging through the same list,
 * and whether ten times the list takes more memory.
 */
export async function measureReconcile({
  rounds = maxRounds,
  transactions = defaultTransactions,
  transactionsPerDay = defaultPerDay,
  random,
}: RunOptions & { transactionsPerDay?: number }): Promise<Section> {
  const onEngines = Math.min(maxOnEngines, transactions / 10);
  const sizes = [transactions, transactions / 10, onEngines];
  const lists = await Promise.all(sizes.map((size) => startList(size, transactionsPerDay)));
  const [whole, tenth, part] = lists as [List, List, List];
  const engines = await openReconcileEngines(part, onEngines);
  const paging = createPlan("paging only", transactions, () => whole.walk("iterate"));
  const known = createPlan("reconcile", transactions, () => whole.walk("memory"));
  const fewer = createPlan("reconcile", transactions / 10, () => tenth.walk("memory"));
  const pagingPart = createPlan("paging only", onEngines, () => part.walk("iterate"));
  const ofEngines = engines.opened.map(({ name, walk }) => createPlan(name, onEngines, walk));
  const plans = [paging, known, fewer, pagingPart, ...ofEngines];
  try {
    for (let round = 0; round < Math.min(rounds, maxRounds); round += 1) {
      for (const { walk, walks } of shuffle(plans, random)) walks.push(await walk());
    }
  } finally {
    for (const list of lists) await list.stop();
    await engines.close();
  }
  const memory = toRatio(known, fewer, "peakMB");
  const rows = [
    toRow(paging, paging),
    toRow(known, paging),
    toRow(fewer),
    toRow(pagingPart, pagingPart),
    ...ofEngines.map((plan) => toRow(plan, pagingPart)),
  ];
  const [larger, smaller] = [known, fewer].map((plan) => plan.transactions.toLocaleString("en"));
  return {
    title,
    table: [
      markdownTable(reconcileHead, rows),
      `Peak memory at ${larger} / ${smaller}: ${formatRatio(memory)}`,
      ...engines.missing,
    ].join("\n\n"),
    values: {
      "engines: reconcile, peak memory / at a tenth of the list": memory.median,
      "engines: reconcile, time / paging": toRatio(known, paging, "milliseconds").median,
      ...toEngineValues(ofEngines, pagingPart),
    },
  };
}

/** Only PostgreSQL has a target. */
function toEngineValues(plans: readonly Plan[], paging: Plan): Record<string, number> {
  const plan = plans.find(({ name }) => name.startsWith("reconcile, pgInbox"));
  if (plan === undefined) return {};
  return {
    "engines: reconcile, pgInbox, time / paging": toRatio(plan, paging, "milliseconds").median,
  };
}
