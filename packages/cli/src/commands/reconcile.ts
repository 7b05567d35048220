import { toPrintable } from "@numipay/core/protocol";
import {
  type Inbox,
  reconcile,
  type Reconciled,
  type ReconcileOptions,
  type ReconcileProgress,
} from "@numipay/core";
import { defineCommand } from "../command/command.js";
import { CommandFailure, usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { createProgressLine } from "../export/progress-line.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { type DayOptions, declareTimeZone, readDays } from "../gateway/read-days.js";
import { type ClosableModule, closeModules } from "../input/close-modules.js";
import { loadJournal, requireReachable } from "../input/load-journal.js";
import { toCount } from "../options/option-values.js";
import { loadWebhook } from "../reconcile/load-webhook.js";
import { createReconciledTable, toReason } from "../reconcile/reconciled-table.js";
import { type Done, toSummary } from "../reconcile/summary.js";
import { paragraph } from "../text/prose.js";

interface ReconcileCommandOptions extends GatewayOptions, DayOptions {
  readonly webhookModule: string;
  readonly journalModule?: string;
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
  docs: "recover-missed-webhooks",
  notes: [
    "The module exports `webhook`, the result of numipayWebhook() with your server's handlers and inbox. It should also export " +
      "`close`, to close a connection pool, for example: what is still open 2 seconds after the run is ended with a warning. Without --from, reconcile continues where the last run ended. It is " +
      "safe to run at any time, also while webhooks arrive. A transaction that fails in 3 runs is set aside: it is reported, " +
      "and the watermark moves on.",
    "Write a day as 2026-01-31, 31-01-2026, today or yesterday. The time zone can change between runs, because the watermark " +
      "does not depend on it.",
    "With --journal-module, a transaction of the list also confirms its call in your journal, if the outcome of that is unknown. A dry run confirms " +
      "none. The module exports `journal`, the journal of your server's client. It can be the file of --webhook-module.",
    "Exits with 1 if something could not be applied, or if a dry run finds missing webhooks.",
  ],
  examples: [
    "numipay reconcile --webhook-module ./webhook.js --dry-run",
    "numipay reconcile --webhook-module ./webhook.js --from 2026-01-01 --to 2026-03-31 --json",
  ],
  declare: (command) => {
    command
      .requiredOption(
        "--webhook-module <file>",
        "JavaScript module that exports `webhook`. Required.",
      )
      .option("--journal-module <file>", "Module that exports `journal`, to confirm its calls too.")
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
    declareTimeZone(declareGateway(command));
  },
  async run({ options, terminal }) {
    const { dryRun = false, webhookModule, lookbackDays, checkpoint, json } = options;
    const { journalModule, includeUnhandled, retrySetAside, account } = options;
    const hasFrom = options.from !== undefined;
    if (!hasFrom && options.to !== undefined) throw usageError("--to requires --from.");
    if (!hasFrom && includeUnhandled === true) {
      throw usageError("--include-unhandled requires --from, the first day whose events to apply.");
    }
    if (hasFrom && retrySetAside === true) {
      throw usageError("--retry-set-aside cannot be combined with --from. Remove one of them.");
    }
    const numipay = await connectGateway(terminal, options);
    const days = readDays(options, readContract(terminal, options));
    const modules: ClosableModule[] = [];
    const progress = createProgressLine(terminal);
    const addRow = createReconciledTable();
    let last: ReconcileProgress | undefined;
    let from: string | undefined;
    let conflicts = 0;
    try {
      const loaded = await loadWebhook(terminal, webhookModule);
      modules.push(loaded);
      terminal.signal.throwIfAborted();
      const { webhook } = loaded;
      await requireDurableInbox(webhook.inbox, dryRun);
      const journal = await loadIfNamed(journalModule);
      const { signal } = terminal;
      const onProgress = (state: ReconcileProgress): void => {
        last = state;
        from ??= state.window.from;
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
      const request = { numipay, webhook, journal, ...selection, dryRun, signal, onProgress };
      for await (const found of reconcile(request)) {
        if (found.outcome === "conflict") conflicts += 1;
        progress.clear();
        if (json === true) await terminal.out(`${toJson(found)}\n`);
        else await terminal.print(addRow(found));
      }
    } finally {
      progress.clear();
      await closeModules(terminal, modules);
    }
    const {
      listed = 0,
      found = 0,
      unhandled = 0,
      failed = 0,
      setAside = 0,
      watermark,
      intents = 0,
    } = last ?? {};
    const counts = { listed, found, unhandled, failed, setAside, conflicts };
    const isConfirming = journalModule !== undefined && !dryRun;
    // What was set aside is on single days.
    const read = retrySetAside === true ? undefined : { from, to: last?.window.to };
    const done: Done = {
      ...counts,
      intents: isConfirming ? intents : undefined,
      dryRun,
      watermark,
      from: read?.from,
      to: read?.to,
    };
    if (json === true) await terminal.out(`${JSON.stringify({ done })}\n`);
    else terminal.note(paragraph(toSummary(done)));
    return failed > 0 || conflicts > 0 || (dryRun && found > 0) ? exitCodes.wrong : exitCodes.ok;

    async function loadIfNamed(path: string | undefined): Promise<ReconcileOptions["journal"]> {
      if (path === undefined) return undefined;
      const loaded = await loadJournal(terminal, path);
      modules.push(loaded);
      terminal.signal.throwIfAborted();
      await requireReachable(loaded.journal);
      return loaded.journal;
    }
  },
});

/** With an inbox in memory, this process would apply every transaction again. */
async function requireDurableInbox(inbox: Inbox<unknown>, dryRun: boolean): Promise<void> {
  if (inbox.durable === false && !dryRun) {
    throw usageError(
      "The inbox of the --webhook-module is in memory, so every transaction would be applied again. " +
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
