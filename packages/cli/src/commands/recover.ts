import { recover, type RecoveredIntent, type RecoverProgress } from "@numipay/core";
import { Option } from "commander";
import { defineCommand } from "../command/command.js";
import { createProgressLine } from "../export/progress-line.js";
import { usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { connectGateway, declareGateway, type GatewayOptions } from "../gateway/connect-gateway.js";
import { closeModules } from "../input/close-modules.js";
import { loadJournal, requireReachable } from "../input/load-journal.js";
import { type Duration, toDuration, toMilliseconds } from "../options/option-values.js";
import { showRecovered } from "../recover/recovered-table.js";
import { toSummary } from "../recover/summary.js";
import { paragraph } from "../text/prose.js";

interface RecoverCommandOptions extends GatewayOptions {
  readonly journalModule: string;
  readonly dryRun?: boolean;
  readonly resend?: "never" | "when-not-found";
  readonly mayPayTwice?: boolean;
  readonly grace?: Duration;
}

export const recoverCommand = defineCommand<RecoverCommandOptions>({
  usage: "recover",
  summary: "Find out what became of payments that a crash interrupted",
  docs: "recover-lost-outcomes",
  notes: [
    "The module exports `journal`, the journal of your server's client. It should also export `close`, to close a connection " +
      "pool, for example: what is still open 2 seconds after the run is ended with a warning. The API key must be that of the server.",
    "Asks the gateway about each call whose outcome is unknown, and records the result. It never sends a payment. It is safe to run at " +
      "any time, also while payments are made.",
    "With --resend when-not-found, a payment that neither the status nor the list has after --grace may be sent again, with the " +
      "same tracking id: by the outbox, or when your program repeats the call. It is paid twice if the first request arrives " +
      "after that and the gateway accepts a used tracking id, so --may-pay-twice is required. numipay contract probe shows " +
      "what the gateway does.",
    "Exits with 1 if a call is still unknown, or if a dry run finds one.",
  ],
  examples: [
    "numipay recover --journal-module ./journal.js --dry-run",
    "numipay recover --journal-module ./journal.js --json",
    "numipay recover --journal-module ./journal.js --resend when-not-found --may-pay-twice",
  ],
  declare: (command) => {
    command
      .requiredOption(
        "--journal-module <file>",
        "JavaScript module that exports `journal`. Required.",
      )
      .option("--dry-run", "Report what would be recorded. Record nothing.")
      .addOption(
        new Option(
          "--resend <policy>",
          "What to do with payments that the gateway does not have (default: never).",
        ).choices(["never", "when-not-found"]),
      )
      .option(
        "--may-pay-twice",
        "Confirm that a payment may be made twice. Required by --resend when-not-found.",
      )
      .option(
        "--grace <duration>",
        "How old the last attempt must be to send again (default: 15m).",
        toDuration,
      );
    declareGateway(command);
  },
  async run({ options, terminal }) {
    const { journalModule, dryRun = false, resend, mayPayTwice, grace, json, timeout } = options;
    const isResending = resend === "when-not-found";
    if (isResending && !dryRun && mayPayTwice !== true) {
      throw usageError(
        "--resend when-not-found requires --may-pay-twice, because a payment is made twice if its first request arrives later. " +
          "Add it, or start with --dry-run.",
      );
    }
    if (!isResending && grace !== undefined) {
      throw usageError("--grace requires --resend when-not-found. Remove it.");
    }
    const graceMs = grace === undefined ? undefined : toMilliseconds(grace);
    if (graceMs !== undefined && graceMs < shortestGraceMs) {
      throw usageError("--grace must be at least 1m. A request may still be under way.");
    }
    const numipay = await connectGateway(terminal, options);
    const loaded = await loadJournal(terminal, journalModule);
    terminal.signal.throwIfAborted();
    const { journal } = loaded;
    const progress = createProgressLine(terminal);
    const decided: RecoveredIntent[] = [];
    const onProgress = ({ done, found, last }: RecoverProgress): void => {
      decided.push(last);
      progress.show(done, found, `${done} of ${found} calls`);
    };
    try {
      await requireReachable(journal);
      const policy = { resend, graceMs, dryRun };
      const { signal } = terminal;
      const request = { numipay, journal, ...policy, timeoutMs: timeout, signal, onProgress };
      const { done, counts } = await recover(request);
      progress.clear();
      await print();
      if (json === true) await terminal.out(`${JSON.stringify({ done: { ...counts, dryRun } })}\n`);
      else terminal.note(paragraph(toSummary(done, counts, dryRun)));
      const isOpen = counts.unknown + counts.failed > 0 || (dryRun && done > counts.skipped);
      return isOpen ? exitCodes.wrong : exitCodes.ok;
    } finally {
      progress.clear();
      // After a failure too: it was recorded.
      await print();
      await closeModules(terminal, [loaded]);
    }

    async function print(): Promise<void> {
      const intents = decided.splice(0);
      if (json === true) for (const one of intents) await terminal.out(`${toJson(one)}\n`);
      else if (intents.length > 0) await terminal.print(showRecovered(intents));
    }
  },
});

const shortestGraceMs = 60_000;

/** Without the error, whose message is the reason. */
function toJson(intent: RecoveredIntent): string {
  return JSON.stringify({ ...intent, error: undefined });
}
