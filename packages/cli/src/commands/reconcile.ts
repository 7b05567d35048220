import { toPrintable } from "@numipay/core/protocol";
import {
  type Inbox,
  reconcile,
  type Reconciled,
  type ReconcileProgress,
  type Transaction,
} from "@numipay/core";
import { defineCommand } from "../command/command.js";
import { CommandFailure, usageError } from "../failure/command-failure.js";
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
  readonly checkpoint?: string;
}

export const reconcileCommand = defineCommand<ReconcileCommandOptions>({
  usage: "reconcile",
  summary: "Recover missed webhooks from the gateway's list",
  notes:
    "The module exports `webhook`, the result of numipayWebhook() with your server's\n" +
    "handlers and inbox. It can also export `close`, to close a connection pool, for\n" +
    "example. Without --from, reconcile continues where the last run ended. It is\n" +
    "safe to run at any time, also while webhooks arrive. A transaction that fails in\n" +
    "3 runs is set aside: it is reported, and the watermark moves on.\n\n" +
    "Write a day as 2026-01-31, 31-01-2026, today or yesterday. The time zone can\n" +
    "change between runs, because the watermark does not depend on it.\n\n" +
    "Exits with 1 if something could not be applied, or if a dry run finds missing\n" +
    "webhooks.",
  examples: [
    "numipay reconcile --webhook-module ./webhook.js --dry-run",
    "numipay reconcile --webhook-module ./webhook.js --from 2026-01-01 --to 2026-03-31 --json",
  ],
  declare: (command) => {
    command
      .requiredOption(
        "--webhook-module <file>",
        "JavaScript module that exports `webhook` (required).",
      )
      .option("--from <day>", "First day (default: the watermark).")
      .option("--to <day>", "Last day (default: today in the gateway's time zone).")
      .option("--dry-run", "Report what is missing. Apply and record nothing.")
      .option("--include-unhandled", "Also apply events that had no handler. Requires --from.")
      .option("--retry-set-aside", "Retry only what earlier runs set aside.")
      .option("--account <name>", "Merchant account (default: the webhook's).")
      .option(
        "--lookback-days <days>",
        "Days to look back before the watermark (default: 7).",
        toCount,
      )
      .option(
        "--checkpoint <name>",
        "Name under which the watermark is stored (default: reconcile).",
      );
    declareGateway(declareTimeZone(command));
  },
  async run({ options, terminal }) {
    const { from, to, dryRun = false, webhookModule, lookbackDays, checkpoint, json } = options;
    const { includeUnhandled, retrySetAside, account } = options;
    if (from === undefined && to !== undefined) throw usageError("--to requires --from.");
    if (from === undefined && includeUnhandled === true) {
      throw usageError("--include-unhandled requires --from, the first day whose events to apply.");
    }
    if (from !== undefined && retrySetAside === true) {
      throw usageError("--retry-set-aside cannot be combined with --from. Remove one of them.");
    }
    const numipay = await connectGateway(terminal, options);
    const days = readDays(options, readContract(terminal, options));
    const loaded = await loadWebhook(webhookModule);
    const { webhook } = loaded;
    const progress = createProgressLine(terminal);
    let last: ReconcileProgress | undefined;
    let conflicts = 0;
    try {
      await requireDurableInbox(webhook.inbox, dryRun);
      const { signal } = terminal;
      const onProgress = (state: ReconcileProgress): void => {
        last = state;
        progress.show(state.windowsDone, state.windows, toNote(state));
      };
      const selection = {
        ...days,
        includeUnhandled,
        retrySetAside,
        account,
        lookbackDays,
        checkpoint,
      };
      const request = { numipay, webhook, ...selection, dryRun, signal, onProgress };
      for await (const found of reconcile(request)) {
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

/** With an inbox in memory, this process would apply every transaction again. */
async function requireDurableInbox(inbox: Inbox<unknown>, dryRun: boolean): Promise<void> {
  if (inbox.durable === false && !dryRun) {
    throw usageError(
      "The inbox of the --webhook-module is in memory, so every transaction would be applied again.\n" +
        "Use a database inbox, or add --dry-run.",
    );
  }
  try {
    await inbox.ping?.();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(
      exitCodes.unknown,
      `Cannot connect to the inbox: ${toPrintable(message, 1_000)}`,
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
  // A missing field is shown as a dash.
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

/** Errors of several handlers are in one AggregateError, whose own message says nothing. */
function toReason({ reason, error }: Pick<Reconciled, "reason" | "error">): string | undefined {
  const thrown: unknown[] = error instanceof AggregateError ? error.errors : [error];
  const messages = thrown
    .filter((one) => one !== undefined)
    .map((one) => (one instanceof Error ? one.message : toText(one)));
  const all = [...(reason === undefined ? [] : [reason]), ...messages];
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
    ...(failed > 0 ? [`${failed} failed and will be retried by the next run`] : []),
    ...(setAside > 0 ? [`${setAside} set aside, see --retry-set-aside`] : []),
    ...(conflicts > 0 ? [`${conflicts} in conflict with the inbox`] : []),
    ...(watermark === undefined ? [] : [`complete up to ${watermark}`]),
  ];
  return `${parts.join("; ")}.\n`;
}
