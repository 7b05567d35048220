import { toPrintable } from "@numipay/core/protocol";
import {
  type Inbox,
  reconcile,
  type Reconciled,
  type ReconcileProgress,
  type Transaction,
} from "@numipay/core";
import { defineCommand } from "../command/command.js";
import { CommandFailure, usageFault } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { createProgressLine } from "../export/progress-line.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { type DayOptions, declareTimeZone, readDays } from "../gateway/read-days.js";
import { toCount } from "../options/option-values.js";
import { loadWebhook } from "../reconcile/load-webhook.js";

interface ReconcileCommandOptions extends GatewayOptions, DayOptions {
  readonly webhookModule: string;
  readonly dryRun?: boolean;
  readonly includeUnhandled?: boolean;
  readonly retrySetAside?: boolean;
  readonly account?: string;
  readonly lookbackDays?: number;
  readonly mark?: string;
}

export const reconcileCommand = defineCommand<ReconcileCommandOptions>({
  usage: "reconcile",
  summary: "Recover missed webhooks from the gateway's list",
  notes:
    "The module exports `webhook`, created by numipayWebhook() with its handlers and\n" +
    "the inbox of your server; and `close`, if something must be closed at the end,\n" +
    "such as a connection pool. Without --from it continues where the last run ended.\n" +
    "It is safe while webhooks arrive, and to run again at any time. A transaction\n" +
    "that fails in 3 runs is set aside: it is reported, and the watermark moves on.\n" +
    "Days are written as 2026-01-31 or 31-01-2026, or as today or yesterday. The time\n" +
    "zone can change from run to run: the watermark is the same in every zone.\n" +
    "Ends with 1 when something could not be applied, and in a dry run when something\n" +
    "is missing.",
  examples: [
    "numipay reconcile --webhook-module ./webhook.js --dry-run",
    "numipay reconcile --webhook-module ./webhook.js --from 2026-01-01 --to 2026-03-31 --json",
  ],
  declare: (command) => {
    command
      .requiredOption("--webhook-module <file>", "A JavaScript module that exports `webhook`.")
      .option("--from <day>", "First day. Defaults to the watermark.")
      .option("--to <day>", "Last day. Defaults to today in the gateway's time zone.")
      .option("--dry-run", "Report what would be applied; apply and record nothing.")
      .option("--include-unhandled", "Also apply what had no handler before. Needs --from.")
      .option("--retry-set-aside", "Try again what earlier runs set aside, and nothing else.")
      .option("--account <name>", "The merchant account. Defaults to the webhook's.")
      .option("--lookback-days <days>", "Days to look back before the watermark (7).", toCount)
      .option("--mark <name>", "The watermark's name (reconcile).");
    declareGateway(declareTimeZone(command));
  },
  async run({ options, terminal }) {
    const { from, to, dryRun = false, webhookModule, lookbackDays, mark, json } = options;
    const { includeUnhandled, retrySetAside, account } = options;
    if (from === undefined && to !== undefined) throw usageFault("--to needs --from.");
    if (from === undefined && includeUnhandled === true) {
      throw usageFault("--include-unhandled needs --from: the first day whose events to apply.");
    }
    if (from !== undefined && retrySetAside === true) {
      throw usageFault("--retry-set-aside does not go with --from: it knows the days.");
    }
    const numipay = await connectGateway(terminal, options);
    const days = readDays(options, readContract(terminal, options));
    const loaded = await loadWebhook(webhookModule);
    const { webhook } = loaded;
    const progress = createProgressLine(terminal);
    let last: ReconcileProgress | undefined;
    let conflicts = 0;
    try {
      await requireLastingInbox(webhook.inbox, dryRun);
      const { signal } = terminal;
      const onProgress = (state: ReconcileProgress): void => {
        last = state;
        progress.show(state.windowsDone, state.windows, toNote(state));
      };
      const what = { includeUnhandled, retrySetAside, account, lookbackDays, mark };
      const course = { ...days, dryRun, signal, onProgress, ...what };
      for await (const found of reconcile({ numipay, webhook, ...course })) {
        if (found.outcome === "conflict") conflicts += 1;
        progress.clear();
        await terminal.out(`${json === true ? toJson(found) : toLine(found)}\n`);
      }
    } finally {
      progress.clear();
      await loaded.close();
    }
    const {
      listed = 0,
      found = 0,
      unhandled = 0,
      failed = 0,
      setAside = 0,
      watermark,
    } = last ?? {};
    const counts = { listed, found, unhandled, failed, setAside, conflicts };
    const done = { ...counts, dryRun, watermark };
    if (json === true) await terminal.out(`${JSON.stringify({ done })}\n`);
    else terminal.err(toSummary(done));
    return failed > 0 || conflicts > 0 || (dryRun && found > 0) ? exitCodes.wrong : exitCodes.ok;
  },
});

/** An inbox in this process' memory knows nothing of what the server applied: each transaction would be applied again. */
async function requireLastingInbox(inbox: Inbox<unknown>, dryRun: boolean): Promise<void> {
  if (inbox.durable === false && !dryRun) {
    throw usageFault(
      "--webhook-module: its inbox has no store, so in this process it knows nothing of what your server was told, and\n" +
        "every transaction would be applied again. Give the webhook an inbox on your database, or try --dry-run.",
    );
  }
  try {
    await inbox.ping?.();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      exitCodes.unknown,
      `The inbox cannot be reached: ${toPrintable(message, 1_000)}`,
    );
  }
}

const toNote = ({ listed, found, window }: ReconcileProgress): string =>
  `${listed} listed, ${found} found, up to ${window.to}`;

function toJson({ transaction, outcome, contradicts, setAside, ...found }: Reconciled): string {
  return JSON.stringify({ outcome, transaction, contradicts, setAside, reason: toReason(found) });
}

function toLine(found: Reconciled): string {
  const { transaction, outcome, contradicts } = found;
  // A malformed one lacks a field: it is shown as a dash.
  const fields = new Map<string, unknown>(Object.entries(transaction));
  const cell = (name: keyof Transaction): string => toPrintable(toText(fields.get(name) ?? "-"));
  const reason = toReason(found);
  const cells = [
    outcome.padEnd(18),
    `${cell("transaction_type")}.${cell("status")}`.padEnd(22),
    `${cell("amount").padStart(12)} ${cell("currency")}`,
    cell("tracking_id"),
    ...(contradicts === undefined ? [] : [`(${toPrintable(contradicts)} was applied before)`]),
    ...(found.setAside === true ? ["(set aside)"] : []),
    ...(reason === undefined ? [] : [toPrintable(reason, 1_000)]),
  ];
  return cells.join("  ");
}

/** What handlers threw comes in one envelope, of which the letters are what somebody must read. */
function toReason({ reason, error }: Pick<Reconciled, "reason" | "error">): string | undefined {
  const thrown: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const said = thrown
    .filter((one) => one !== undefined)
    .map((one) => (one instanceof Error ? one.message : toText(one)));
  const all = [...(reason === undefined ? [] : [reason]), ...said];
  return all.length === 0 ? undefined : all.join("; ");
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "-");
}

interface Done {
  listed: number;
  found: number;
  unhandled: number;
  failed: number;
  setAside: number;
  conflicts: number;
  dryRun: boolean;
  watermark: string | undefined;
}

function toSummary(done: Done): string {
  const { listed, found, unhandled, failed, setAside, conflicts, dryRun, watermark } = done;
  const parts = [
    `${listed} listed`,
    dryRun ? `${found} missing (dry run: nothing was applied)` : `${found} applied`,
    ...(unhandled > 0 ? [`${unhandled} without a handler`] : []),
    ...(failed > 0 ? [`${failed} failed, the next run tries again`] : []),
    ...(setAside > 0 ? [`${setAside} set aside, see --retry-set-aside`] : []),
    ...(conflicts > 0 ? [`${conflicts} in conflict with what was recorded`] : []),
    ...(watermark === undefined ? [] : [`settled up to ${watermark}`]),
  ];
  return `${parts.join("; ")}.\n`;
}
