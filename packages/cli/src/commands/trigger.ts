import {
  type Contract,
  formatAmount,
  knownStatuses,
  knownTypes,
  nearestWord,
  toPrintable,
} from "@numipay/core/protocol";
import { type Serialization, signDelivery } from "@numipay/testing";
import { Option } from "commander";
import { randomUUID } from "node:crypto";
import { defineCommand, type Invocation } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { toWirePayload } from "../gateway/wire-payload.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { toCount, toPairs, timeoutOption, toWebUrl } from "../options/option-values.js";
import { toReason } from "../delivery/failure-reason.js";
import { toRedirectNote } from "../delivery/redirect-note.js";
import { type Post, postBytes } from "../delivery/post-bytes.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { requireLoopback } from "../options/require-loopback.js";
import type { Block } from "../text/block.js";
import { styled } from "../text/part.js";
import { paragraph } from "../text/prose.js";

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
  | { status: number; location: string | null; durationMs: number; body: string }
  | { error: string }
);

export const triggerCommand = defineCommand<TriggerOptions>({
  usage: "trigger <event>",
  summary: "Send a signed event to a webhook endpoint",
  docs: "send-and-receive-webhooks",
  notes: [
    "An event is a type, a dot and a status, such as deposit.successful or withdrawal.rejected. Ids default to random ones. " +
      "With --contract, the payload and its header use the names of that override, and its statuses and types are known.",
    "Exits with 0 if every response is a 2xx, with 1 if one is not, and with 3 if there is no response.",
  ],
  suggestions: {
    event: knownTypes.flatMap((type) => knownStatuses.map((status) => `${type}.${status}`)),
  },
  examples: [
    "numipay trigger deposit.successful --to http://localhost:3000/webhooks/numipay",
    "numipay trigger deposit.successful --tracking-id=order-1 --amount=5.00 --times 3 --to http://localhost:3000/webhooks/numipay",
    "numipay trigger withdrawal.rejected --extra rejected_reason=limit --json --to http://localhost:3000/webhooks/numipay",
  ],
  declare: (command) => {
    command
      .requiredOption("--to <url>", "URL of the endpoint. Required.", toWebUrl)
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
    const event = toEvent(invocation, contract);
    const payload = toWirePayload(contract, event);
    requireLoopback(options.to, options.allowRemote);
    const signaturePassword = await readSignaturePassword(terminal, options.passwordFile);
    const { serialization, times, to } = options;
    const { headers, body: text } = signDelivery(payload, { signaturePassword, serialization });
    const body = Buffer.from(text);
    const { "x-signature": signature = "", ...others } = headers;
    const sent = { ...others, [contract.headers.signature]: signature };
    const attempts: Attempt[] = [];
    if (options.json !== true) await announce(invocation, event, body);
    for (let number = 1; number <= times; number += 1) {
      const attempt = await send(number, invocation, {
        headers: Object.entries(sent).flat(),
        body,
        timeoutMs: options.timeout,
        signal: terminal.signal,
      });
      terminal.signal.throwIfAborted();
      attempts.push(attempt);
      if (options.json !== true) await terminal.print(toBlock(attempt, terminal));
    }
    if (options.json === true) {
      const result = { to: to.href, payload, signature, attempts };
      await terminal.out(`${JSON.stringify(result)}\n`);
    }
    if (attempts.some((attempt) => "error" in attempt)) return exitCodes.unknown;
    return attempts.every(isAccepted) ? exitCodes.ok : exitCodes.wrong;
  },
});

function toEvent({ args, options }: Invocation<TriggerOptions>, contract: Contract) {
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

async function send(
  attempt: number,
  { options: { to }, terminal: { env } }: Invocation<TriggerOptions>,
  post: Post,
): Promise<Attempt> {
  try {
    const { status, location, durationMs, body } = await postBytes(to, post);
    return { attempt, status, location, durationMs, body: new TextDecoder().decode(body) };
  } catch (error) {
    return { attempt, error: toReason(error, { url: to, env }) };
  }
}

const maxBodyLength = 2_000;

const isAccepted = (attempt: Attempt): boolean =>
  "status" in attempt && attempt.status >= 200 && attempt.status < 300;

/** Prints the event, and the body as it is sent. */
async function announce(
  { options, terminal }: Invocation<TriggerOptions>,
  event: ReturnType<typeof toEvent>,
  body: Uint8Array,
): Promise<void> {
  const { transaction_type, status, tracking_id, amount, currency } = event;
  const { origin, pathname } = options.to;
  const name = toPrintable(`${transaction_type}.${status}`);
  const money = toPrintable(`${formatAmount(amount, currency)} ${currency}`);
  await terminal.print(
    paragraph(
      `Sending ${name} for ${toPrintable(tracking_id)} (${money}) to ${origin}${pathname}:`,
    ),
  );
  await terminal.out(`${new TextDecoder().decode(body).trimEnd()}\n`);
}

function toBlock(result: Attempt, { redact }: Pick<GuardedTerminal, "redact">): Block {
  const number = `${result.attempt}. `;
  const hanging = number.length;
  if ("error" in result) {
    const text = `no response: ${toPrintable(result.error, 500)}`;
    return paragraph([number, styled("bad", text)], { hanging });
  }
  const body = toPrintable(redact(result.body.trim()), maxBodyLength);
  const outcome = `${result.status} in ${result.durationMs} ms${toRedirectNote(result.location)}`;
  const shown = styled(isAccepted(result) ? "good" : "bad", outcome);
  return paragraph([number, shown, ...(body === "" ? [] : [`: ${body}`])], { hanging });
}
