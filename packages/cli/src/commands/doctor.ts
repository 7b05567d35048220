import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { defineCommand, type Invocation } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import type { Group } from "../doctor/check.js";
import { type OrderSource, ordersFromTemplate } from "../doctor/orders.js";
import { toLedger, toOrderSource } from "../doctor/read-options.js";
import { renderJunit } from "../doctor/render-junit.js";
import { renderMarkdown } from "../doctor/render-markdown.js";
import { renderFindings, renderLine } from "../doctor/render-scorecard.js";
import { runDoctor } from "../doctor/run-doctor.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { nameOption } from "../options/name-option.js";
import { toSeconds, toWebUrl } from "../options/option-values.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { isLoopback, requireLoopback } from "../options/require-loopback.js";
import type { Terminal } from "../terminal/terminal.js";

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
  readonly allowRemote?: boolean;
  readonly timeout?: number;
  readonly ledgerDelay?: number;
  readonly passwordFile?: string;
}

export const doctorCommand = defineCommand<DoctorCommandOptions>({
  usage: "doctor <url>",
  summary: "Test a webhook endpoint with genuine, forged, malformed and duplicate deliveries",
  notes: `The URL alone cannot show whether a payment is credited exactly once. To check
that, pass your ledger:
  --ledger         a URL or command that returns all credits so far, as JSON,
                   JSON Lines or CSV. Each row has tracking_id, amount ("12.90")
                   and currency.
and up to 21 orders that may be paid, each used once:
  --order-command  a command that creates an order and prints it as JSON:
                   {"tracking_id":"…","amount":"12.90","currency":"EUR",
                   "user_id":"…"}
  --tracking-id    a template for existing orders, or for endpoints that accept any
                   tracking id. {n} counts from 1; {run} differs in each run.
Without both, the ledger checks are reported as not checked, never as passed.

With --contract, deliveries use the names of that override. Exits with 0 if no
check failed, with 1 if one failed, and with 3 if the endpoint does not respond.

The genuine deliveries are correctly signed, so the endpoint credits them. Never
run this against a system with real accounts.`,
  examples: [
    "numipay doctor http://localhost:3000/webhooks/numipay",
    "numipay doctor http://localhost:3000/webhooks/numipay --junit doctor.xml --markdown doctor.md",
    "numipay doctor http://localhost:3000/webhooks/numipay --order-command 'node make-order.js' --ledger http://localhost:3000/test/ledger",
    "numipay doctor http://localhost:3000/webhooks/numipay --tracking-id 'order-{n}' --amount 12.90 --ledger 'psql --csv -f ledger.sql'",
  ],
  declare: (command) => {
    command
      .option("--ledger <url|command>", "URL or command that returns all credits so far.")
      .option("--order-command <command>", "Command that creates an order and prints it as JSON.")
      .option("--tracking-id <template>", "Template of tracking ids, such as order-{n}.")
      .option("--amount <decimal>", "Amount of the --tracking-id orders (default: 1.00).")
      .option("--currency <code>", "Currency of the --tracking-id orders (default: EUR).")
      .option("--user-id <id>", "Customer id of the --tracking-id orders (default: doctor).")
      .option("--skip <id...>", "Checks to skip. They are reported as not checked.")
      .option("--junit <file>", "Write the scorecard as JUnit XML.")
      .option("--markdown <file>", "Write the scorecard as Markdown.")
      .option("--allow-remote", "Allow an endpoint on another machine, which credits deliveries.")
      .option("--timeout <seconds>", "Timeout of each request (default: 10).", toSeconds)
      .option(
        "--ledger-delay <seconds>",
        "How long a payment may take to appear in the ledger (default: 5).",
        toSeconds,
      )
      .option("--password-file <file>", "File with the signature password, - for stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { args, options, terminal } = invocation;
    const url = toWebUrl(args[0] ?? "");
    requireLoopback(url, options.allowRemote);
    const signaturePassword = await readSignaturePassword(terminal, options.passwordFile);
    const contract = readContract(terminal, options);
    const orders = readOrders(invocation);
    warnOfRemote(url, terminal);
    const isText = options.json !== true;
    let group: Group | undefined;
    if (isText) await terminal.out(`Testing ${url.origin}${url.pathname}\n`);
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
      async onResult(result) {
        if (!isText) return;
        if (group !== result.group) await terminal.out(`\n${result.group}\n`);
        ({ group } = result);
        await terminal.out(`${renderLine(result)}\n`);
      },
    });
    const { junit, markdown } = options;
    if (junit !== undefined)
      await nameOption("--junit", junit, writeFile(junit, renderJunit(report)));
    if (markdown !== undefined) {
      await nameOption("--markdown", markdown, writeFile(markdown, renderMarkdown(report)));
    }
    await terminal.out(isText ? `\n${renderFindings(report)}\n` : `${JSON.stringify(report)}\n`);
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

function warnOfRemote(url: URL, terminal: Terminal): void {
  if (isLoopback(url.hostname)) return;
  terminal.err(
    `WARNING: ${url.hostname} is another machine. It will receive correctly signed deposits that were never paid, and ` +
      "credit them.\nPress Ctrl-C now if it has real accounts.\n",
  );
  if (url.protocol === "http:") {
    terminal.err(
      "WARNING: with plain http, anyone on the network can run an offline attack on the signature password.\n",
    );
  }
}
