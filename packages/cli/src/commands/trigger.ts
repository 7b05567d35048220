import { type Contract, toPrintable } from "@numipay/core/protocol";
import { type Serialization, signDelivery } from "@numipay/testing";
import { Option } from "commander";
import { randomUUID } from "node:crypto";
import { defineCommand, type Invocation } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
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

/** What one sending brought: an answer, or why there is none. */
type Sending = { attempt: number } & (
  | { status: number; durationMs: number; body: string }
  | { error: string }
);

export const triggerCommand = defineCommand<TriggerOptions>({
  usage: "trigger <event>",
  summary: "Sign one event and post it to a webhook endpoint",
  notes:
    "An event is a type, a dot and a status, such as deposit.successful or\n" +
    "withdrawal.rejected. Ids that are not given are new each time. With --contract\n" +
    "the payload and its header have the names of that override, and its statuses and\n" +
    "types are known. Ends with 0 when every answer is a 2xx, with 1 when one is not,\n" +
    "with 3 when there is none.",
  examples: [
    "numipay trigger deposit.successful --to http://localhost:3000/webhooks/numipay",
    "numipay trigger deposit.successful --tracking-id=order-1 --amount=5.00 --times 3 --to http://localhost:3000/webhooks/numipay",
    "numipay trigger withdrawal.rejected --extra rejected_reason=limit --json --to http://localhost:3000/webhooks/numipay",
  ],
  declare: (command) => {
    command
      .requiredOption("--to <url>", "Where to post it.", toWebUrl)
      .option("--transaction-id <id>", "The gateway's id.")
      .option("--tracking-id <id>", "The merchant's id.")
      .option("--user-id <id>", "The customer's id.", "user-1")
      .option("--amount <decimal>", "Sent as it is given.", "200.00")
      .option("--currency <code>", "Sent as it is given.", "EUR")
      .option("--extra <name=value>", "One more field; may stand several times.", toPairs)
      .option("--times <n>", "Post the same delivery n times, one after the other.", toCount, 1)
      .addOption(
        new Option("--serialization <how>", "How the signed payload is written.")
          .choices(["compact", "indented", "escaped", "trailing-newline"])
          .default("compact"),
      )
      .option("--undocumented", "Let through a type or status that the gateway does not document.")
      .option("--allow-remote", "Post to another machine. It may take the event for money.")
      .addOption(timeoutOption("How long to wait for each answer.", 10))
      .option("--password-file <file>", "The signature password's file; - is stdin.");
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
    const sendings: Sending[] = [];
    if (options.json !== true) await terminal.out(`${new TextDecoder().decode(body).trimEnd()}\n`);
    for (let attempt = 1; attempt <= times; attempt += 1) {
      const sending = await send(attempt, () =>
        postBytes(to, {
          headers: Object.entries(sent).flat(),
          body,
          timeoutMs: options.timeout,
          signal: terminal.signal,
        }),
      );
      terminal.signal.throwIfAborted();
      sendings.push(sending);
      if (options.json !== true) await terminal.out(`${toLine(sending, terminal)}\n`);
    }
    if (options.json === true) {
      const result = { to: to.href, payload, signature, sendings };
      await terminal.out(`${JSON.stringify(result)}\n`);
    }
    if (sendings.some((sending) => "error" in sending)) return exitCodes.unknown;
    return sendings.every(isTaken) ? exitCodes.ok : exitCodes.wrong;
  },
});

function toPayload({ args, options }: Invocation<TriggerOptions>, contract: Contract) {
  const [type = "", status = "", ...rest] = (args[0] ?? "").split(".");
  if (type === "" || status === "" || rest.length > 0) {
    throw usageFault("The event is a type, a dot and a status, such as deposit.successful.");
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

function requireKnown(what: string, word: string, known: readonly string[]): void {
  if (known.includes(word)) return;
  const nearest = nearestWord(word, known);
  const guess = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  throw usageFault(
    `The gateway documents no ${what} "${toPrintable(word)}", only ${known.join(", ")}.${guess} ` +
      "To send it all the same, add --undocumented, or add it to the file of --contract.",
  );
}

async function send(attempt: number, post: () => Promise<PostResponse>): Promise<Sending> {
  try {
    const { status, durationMs, body } = await post();
    return { attempt, status, durationMs, body: new TextDecoder().decode(body) };
  } catch (error) {
    return { attempt, error: toReason(error) };
  }
}

const longestBody = 2_000;

const isTaken = (sending: Sending): boolean =>
  "status" in sending && sending.status >= 200 && sending.status < 300;

function toLine(sending: Sending, { redact }: Pick<GuardedTerminal, "redact">): string {
  const { attempt } = sending;
  if ("error" in sending) return `${attempt}. no answer: ${toPrintable(sending.error, 500)}`;
  const body = toPrintable(redact(sending.body.trim()), longestBody);
  const took = `${attempt}. ${sending.status} in ${sending.durationMs} ms`;
  return body === "" ? took : `${took}  ${body}`;
}
