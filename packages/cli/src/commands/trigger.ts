import { type Contract, toPrintable } from "@numipay/core/protocol";
import { type Serialization, signDelivery } from "@numipay/testing";
import { Option } from "commander";
import { randomUUID } from "node:crypto";
import { defineCommand, type Invocation } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { toWirePayload } from "../gateway/wire-payload.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { nearestWord } from "@numipay/core/protocol";
import { toCount, toPairs, timeoutOption, toWebUrl } from "../options/option-values.js";
import { type PostResponse, postBytes, toReason } from "../delivery/post-bytes.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { requireLoopback } from "../options/require-loopback.js";

interface TriggerOptions extends ContractOption {
  readonly to: URL;
  readonly transactionId?: string;
  readonly trackingId?: string;
  readonly userId: string;
  readonly amount: string;
  readonly currency: string;
  readonly extra?: Record<string, string>;
  readonly serialization: Serialization;
  readonly times: number;
  readonly undocumented?: boolean;
  readonly allowRemote?: boolean;
  readonly timeout: number;
  readonly passwordFile?: string;
}

/** The result of one attempt: a response, or why there is none. */
type Attempt = { attempt: number } & (
  | { status: number; durationMs: number; body: string }
  | { error: string }
);

export const triggerCommand = defineCommand<TriggerOptions>({
  usage: "trigger <event>",
  summary: "Send a signed event to a webhook endpoint",
  notes:
    "An event is a type, a dot and a status, such as deposit.successful or\n" +
    "withdrawal.rejected. Ids default to random ones. With --contract, the payload\n" +
    "and its header use the names of that override, and its statuses and types are\n" +
    "known. Exits with 0 if every response is a 2xx, with 1 if one is not, and with 3\n" +
    "if there is no response.",
  examples: [
    "numipay trigger deposit.successful --to http://localhost:3000/webhooks/numipay",
    "numipay trigger deposit.successful --tracking-id=order-1 --amount=5.00 --times 3 --to http://localhost:3000/webhooks/numipay",
    "numipay trigger withdrawal.rejected --extra rejected_reason=limit --json --to http://localhost:3000/webhooks/numipay",
  ],
  declare: (command) => {
    command
      .requiredOption("--to <url>", "URL of the endpoint (required).", toWebUrl)
      .option("--transaction-id <id>", "The gateway's id of the transaction.")
      .option("--tracking-id <id>", "Your id of the transaction.")
      .option("--user-id <id>", "Your id of the customer.", "user-1")
      .option("--amount <decimal>", "Amount, sent unchanged.", "200.00")
      .option("--currency <code>", "Currency, sent unchanged.", "EUR")
      .option("--extra <name=value>", "Additional field. Can be repeated.", toPairs)
      .option("--times <n>", "Send the same delivery n times in sequence.", toCount, 1)
      .addOption(
        new Option("--serialization <form>", "Serialization of the body.")
          .choices(["compact", "indented", "escaped", "trailing-newline"])
          .default("compact"),
      )
      .option("--undocumented", "Allow an undocumented type or status.")
      .option("--allow-remote", "Allow an endpoint on another machine, which credits the event.")
      .addOption(timeoutOption("Timeout of each request.", 10))
      .option("--password-file <file>", "File with the signature password, - for stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    const contract = readContract(terminal, options);
    const payload = toWirePayload(contract, toPayload(invocation, contract));
    requireLoopback(options.to, options.allowRemote);
    const signaturePassword = await readSignaturePassword(terminal, options.passwordFile);
    const { serialization, times, to } = options;
    const { headers, body } = signDelivery(payload, { signaturePassword, serialization });
    const { "x-signature": signature = "", ...others } = headers;
    const sent = { ...others, [contract.headers.signature]: signature };
    const attempts: Attempt[] = [];
    if (options.json !== true) await terminal.out(`${new TextDecoder().decode(body).trimEnd()}\n`);
    for (let number = 1; number <= times; number += 1) {
      const attempt = await send(number, () =>
        postBytes(to, {
          headers: Object.entries(sent).flat(),
          body,
          timeoutMs: options.timeout,
          signal: terminal.signal,
        }),
      );
      terminal.signal.throwIfAborted();
      attempts.push(attempt);
      if (options.json !== true) await terminal.out(`${toLine(attempt, terminal)}\n`);
    }
    if (options.json === true) {
      const result = { to: to.href, payload, signature, attempts };
      await terminal.out(`${JSON.stringify(result)}\n`);
    }
    if (attempts.some((attempt) => "error" in attempt)) return exitCodes.unknown;
    return attempts.every(isAccepted) ? exitCodes.ok : exitCodes.wrong;
  },
});

function toPayload({ args, options }: Invocation<TriggerOptions>, contract: Contract) {
  const [type = "", status = "", ...rest] = (args[0] ?? "").split(".");
  if (type === "" || status === "" || rest.length > 0) {
    throw usageError(
      "The event is not valid. Write a type, a dot and a status, such as deposit.successful.",
    );
  }
  if (options.undocumented !== true) {
    requireKnown("type", type, contract.types);
    requireKnown("status", status, [...contract.statuses.keys()]);
  }
  return {
    transaction_id: options.transactionId ?? randomUUID(),
    user_id: options.userId,
    tracking_id: options.trackingId ?? `order-${randomUUID()}`,
    status,
    currency: options.currency,
    amount: options.amount,
    transaction_type: type,
    ...options.extra,
  };
}

function requireKnown(kind: string, value: string, known: readonly string[]): void {
  if (known.includes(value)) return;
  const nearest = nearestWord(value, known);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  throw usageError(
    `Unknown ${kind} "${toPrintable(value)}". The gateway documents ${known.join(", ")}.${hint} ` +
      "To send it anyway, add --undocumented, or add it to the --contract file.",
  );
}

async function send(attempt: number, post: () => Promise<PostResponse>): Promise<Attempt> {
  try {
    const { status, durationMs, body } = await post();
    return { attempt, status, durationMs, body: new TextDecoder().decode(body) };
  } catch (error) {
    return { attempt, error: toReason(error) };
  }
}

const maxBodyLength = 2_000;

const isAccepted = (attempt: Attempt): boolean =>
  "status" in attempt && attempt.status >= 200 && attempt.status < 300;

function toLine(result: Attempt, { redact }: Pick<GuardedTerminal, "redact">): string {
  const { attempt } = result;
  if ("error" in result) return `${attempt}. no response: ${toPrintable(result.error, 500)}`;
  const body = toPrintable(redact(result.body.trim()), maxBodyLength);
  const outcome = `${attempt}. ${result.status} in ${result.durationMs} ms`;
  return body === "" ? outcome : `${outcome}  ${body}`;
}
