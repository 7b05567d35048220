import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { defineCommand, type Invocation } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
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
  readonly settle?: number;
  readonly passwordFile?: string;
}

export const doctorCommand = defineCommand<DoctorCommandOptions>({
  usage: "doctor <url>",
  summary: "Play genuine, forged, broken and repeated deliveries against a webhook, and score it",
  notes: `An address alone cannot show whether a payment was booked, and booked once. That
needs your books:
  --ledger         an address or a command line that returns what came in so far:
                   JSON, JSON lines or CSV, each row with tracking_id, amount
                   ("12.90") and currency
and orders that may be paid, 21 at most, each used once:
  --order-command  a command line that creates an order and prints it as JSON:
                   {"tracking_id":"…","amount":"12.90","currency":"EUR",
                   "user_id":"…"}
  --tracking-id    orders that exist already, or that need not exist: {n} counts
                   from 1, {run} is new each time
Without both, these checks are reported as not checked, and never as passed.

With --contract, deliveries have the names of that override. Ends with 0 when no
check failed, with 1 when one did, with 3 when nothing responds. The genuine
deliveries are correctly signed: the system under test books them. Never examine
one that holds real accounts.`,
  examples: [
    "numipay doctor http://localhost:3000/webhooks/numipay",
    "numipay doctor http://localhost:3000/webhooks/numipay --junit doctor.xml --markdown doctor.md",
    "numipay doctor http://localhost:3000/webhooks/numipay --order-command 'node make-order.js' --ledger http://localhost:3000/test/ledger",
    "numipay doctor http://localhost:3000/webhooks/numipay --tracking-id 'order-{n}' --amount 12.90 --ledger 'psql --csv -f ledger.sql'",
  ],
  declare: (command) => {
    command
      .option("--ledger <url|command>", "What came in so far.")
      .option("--order-command <command>", "Makes an order and prints it as JSON.")
      .option("--tracking-id <template>", "Names prepared orders, such as order-{n}.")
      .option("--amount <decimal>", "Of the orders that --tracking-id names (1.00).")
      .option("--currency <code>", "Of the orders that --tracking-id names (EUR).")
      .option("--user-id <id>", "Of the orders that --tracking-id names (doctor).")
      .option("--skip <id...>", "Checks to leave out; they are reported as not checked.")
      .option("--junit <file>", "Write the scorecard as JUnit XML.")
      .option("--markdown <file>", "Write the scorecard as Markdown.")
      .option("--allow-remote", "Examine another machine. It will take what is sent for money.")
      .option("--timeout <seconds>", "How long to wait for each answer (10).", toSeconds)
      .option("--settle <seconds>", "How long a payment may take to the books (5).", toSeconds)
      .option("--password-file <file>", "The signature password's file; - is stdin.");
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
    if (isText) await terminal.out(`Examining ${url.origin}${url.pathname}\n`);
    const report = await runDoctor({
      url,
      signaturePassword,
      contract,
      orders,
      ledger: options.ledger === undefined ? undefined : toLedger(options.ledger, terminal),
      skip: options.skip ?? [],
      allowRemote: options.allowRemote === true,
      timeoutMs: options.timeout,
      settleMs: options.settle,
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
    throw usageFault(
      "Give --order-command or --tracking-id, not both: each says whose the orders are.",
    );
  }
  if (trackingId === undefined && (amount ?? currency ?? userId) !== undefined) {
    throw usageFault("--amount, --currency and --user-id belong to --tracking-id.");
  }
  if (orderCommand !== undefined) return toOrderSource(orderCommand, terminal);
  if (trackingId === undefined) return undefined;
  const run = randomBytes(4).toString("hex");
  return ordersFromTemplate({ trackingId, amount, currency, userId }, run);
}

function warnOfRemote(url: URL, terminal: Terminal): void {
  if (isLoopback(url.hostname)) return;
  terminal.err(
    `WARNING: ${url.hostname} is not this machine. It is about to get rightly signed deposits that nobody paid, and will ` +
      "book them. Ctrl-C now if real accounts hang on it.\n",
  );
  if (url.protocol === "http:") {
    terminal.err(
      "WARNING: over plain http whoever listens can guess at the signature password offline.\n",
    );
  }
}
