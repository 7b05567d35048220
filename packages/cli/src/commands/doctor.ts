import { randomBytes } from "node:crypto";
import { defineCommand, type Invocation } from "../command/command.js";
import { printResult } from "../command/print-result.js";
import { usageError } from "../failure/command-failure.js";
import { checks } from "../doctor/checks.js";
import { type OrderSource, ordersFromTemplate } from "../doctor/orders.js";
import { toLedger, toOrderSource } from "../doctor/read-options.js";
import { renderJunit } from "../doctor/render-junit.js";
import { renderMarkdown } from "../doctor/render-markdown.js";
import { renderScorecard } from "../doctor/render-scorecard.js";
import { reportToSandbox } from "../doctor/report-to-sandbox.js";
import { runDoctor } from "../doctor/run-doctor.js";
import { createProgressLine } from "../export/progress-line.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { checkTarget, sharedMode, writeTarget } from "../output/open-target.js";
import { toSeconds, toWebUrl } from "../options/option-values.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { isLoopback, requireLoopback } from "../options/require-loopback.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { warning } from "../text/messages.js";
import { paragraph } from "../text/prose.js";

interface DoctorCommandOptions extends ContractOption {
  readonly ledger?: string;
  readonly orderCommand?: string;
  readonly trackingId?: string;
  readonly amount?: string;
  readonly currency?: string;
  readonly userId?: string;
  readonly skip?: readonly string[];
  readonly junit?: string;
  readonly markdown?: string;
  readonly verbose?: boolean;
  readonly allowRemote?: boolean;
  readonly timeout?: number;
  readonly ledgerDelay?: number;
  readonly passwordFile?: string;
  readonly sandbox?: URL;
}

export const doctorCommand = defineCommand<DoctorCommandOptions>({
  usage: "doctor <url>",
  summary: "Test an endpoint with forged and duplicate deliveries",
  docs: "test-your-webhook-endpoint",
  notes: [
    "Sends genuine, forged, malformed and duplicate deliveries, and explains how to fix each failure.",
    "The genuine deliveries are correctly signed, so the endpoint credits them. Never run this against a system with real " +
      "accounts.",
    "The URL alone cannot show whether a payment is credited exactly once. To check that, pass your ledger, and up to 21 " +
      "orders that may be paid, each used once:",
    [
      [
        "--ledger",
        "A URL or command that returns all credits so far, as JSON, JSON Lines or CSV. Each row has tracking_id, amount " +
          '("12.90") and currency.',
      ],
      [
        "--order-command",
        "A command that creates an order and prints it as JSON, such as " +
          '{"tracking_id":"o-1","amount":"12.90","currency":"EUR"}, optionally with user_id.',
      ],
      [
        "--tracking-id",
        "Or a template for existing orders, or for endpoints that accept any tracking id. {n} counts from 1; {run} differs in " +
          "each run.",
      ],
    ],
    "Without both, the ledger checks are reported as not checked, never as passed.",
    "Exits with 0 if no check failed, with 1 if one failed, and with 3 if the endpoint does not respond.",
  ],
  suggestions: { "--skip": checks.map(({ id }) => id) },
  examples: [
    "numipay doctor http://localhost:3000/webhooks/numipay",
    "numipay doctor http://localhost:3000/webhooks/numipay --junit doctor.xml --markdown doctor.md",
    "numipay doctor http://localhost:3000/webhooks/numipay --order-command 'node make-order.js' --ledger http://localhost:3000/test/ledger",
    "numipay doctor http://localhost:3000/webhooks/numipay --tracking-id 'order-{n}' --amount 12.90 --ledger 'psql --csv -f ledger.sql'",
  ],
  declare: (command) => {
    // The parser names the argument in its error.
    command.registeredArguments[0]?.argParser(toWebUrl);
    command
      .optionsGroup("Ledger and orders:")
      .option("--ledger <url|command>", "URL or command that returns all credits so far.")
      .option("--order-command <command>", "Command that creates an order and prints it as JSON.")
      .option("--tracking-id <template>", "Template of tracking ids, such as order-{n}.")
      .option("--amount <decimal>", "Amount of the --tracking-id orders (default: 1.00).")
      .option("--currency <code>", "Currency of the --tracking-id orders (default: EUR).")
      .option("--user-id <id>", "Customer id of the --tracking-id orders (default: doctor).")
      .option(
        "--ledger-delay <seconds>",
        "How long a payment may take to appear in the ledger (default: 5).",
        toSeconds,
      )
      .optionsGroup("Options:")
      .option("--skip <id...>", "Checks to skip. They are reported as not checked.")
      .option("--junit <file>", "Write the scorecard as JUnit XML.")
      .option("--markdown <file>", "Write the scorecard as Markdown.")
      .option("--verbose", "Print every check, and all details of failures.")
      .option("--allow-remote", "Allow an endpoint on another machine, which credits deliveries.")
      .option("--timeout <seconds>", "Timeout of each request (default: 10).", toSeconds)
      .option("--password-file <file>", "File with the signature password, - for stdin.")
      .option(
        "--sandbox <url>",
        "Sandbox whose welcome page shows the result (default: NUMIPAY_BASE_URL, if it is one).",
        toWebUrl,
      );
    declareContract(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const url = toWebUrl(args[0] ?? "");
    requireLoopback(url, options.allowRemote);
    const { junit, markdown } = options;
    if (junit !== undefined) await checkTarget(junit, "--junit");
    if (markdown !== undefined) await checkTarget(markdown, "--markdown");
    const signaturePassword = await readSignaturePassword(terminal, options.passwordFile);
    const contract = readContract(terminal, options);
    const orders = readOrders(invocation);
    warnOfRemote(url, terminal);
    const progress = createProgressLine(terminal);
    let done = 0;
    const showProgress = (): void =>
      progress.show(done, checks.length, `${done} of ${checks.length} checks`);
    showProgress();
    const report = await runDoctor({
      url,
      signaturePassword,
      contract,
      orders,
      ledger: options.ledger === undefined ? undefined : toLedger(options.ledger, terminal),
      skip: options.skip ?? [],
      allowRemote: options.allowRemote === true,
      timeoutMs: options.timeout,
      ledgerDelayMs: options.ledgerDelay,
      signal: terminal.signal,
      env: terminal.env,
      onResult() {
        done += 1;
        showProgress();
      },
    }).finally(() => progress.clear());
    const how = { mayReplace: true, mode: sharedMode };
    if (junit !== undefined) {
      await writeTarget(terminal, junit, renderJunit(report), { ...how, option: "--junit" });
    }
    if (markdown !== undefined) {
      const text = renderMarkdown(report);
      await writeTarget(terminal, markdown, text, { ...how, option: "--markdown" });
    }
    const isVerbose = options.verbose === true;
    await printResult(invocation, report, renderScorecard(report, { isVerbose }));
    const note = await reportToSandbox(report, { sandbox: options.sandbox, ...terminal });
    if (note !== undefined) terminal.note(paragraph(note));
    return report.isPassed ? exitCodes.ok : exitCodes.wrong;
  },
});

function readOrders({
  options,
  terminal,
}: Invocation<DoctorCommandOptions>): OrderSource | undefined {
  const { orderCommand, trackingId, amount, currency, userId } = options;
  if (orderCommand !== undefined && trackingId !== undefined) {
    throw usageError(
      "Pass either --order-command or --tracking-id, not both. Each of them provides the orders.",
    );
  }
  if (trackingId === undefined && (amount ?? currency ?? userId) !== undefined) {
    throw usageError("--amount, --currency and --user-id require --tracking-id.");
  }
  if (orderCommand !== undefined) return toOrderSource(orderCommand, terminal);
  if (trackingId === undefined) return undefined;
  const runId = randomBytes(4).toString("hex");
  return ordersFromTemplate({ trackingId, amount, currency, userId }, runId);
}

function warnOfRemote(url: URL, terminal: GuardedTerminal): void {
  if (isLoopback(url.hostname)) return;
  terminal.note(
    warning(
      `${url.hostname} is another machine. It will receive correctly signed deposits that were never paid, and credit ` +
        "them. Press Ctrl-C now if it has real accounts.",
    ),
  );
  if (url.protocol === "http:") {
    terminal.note(
      warning(
        "With plain http, anyone on the network can run an offline attack on the signature password.",
      ),
    );
  }
}
