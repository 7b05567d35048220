import { type Contract, toPrintable } from "@numipay/core/protocol";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { defineCommand, type Invocation } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type Forwarded, forwardDelivery, tooLarge } from "../delivery/forward-delivery.js";
import { readBytes } from "../delivery/read-bytes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { toPort, timeoutOption, toWebUrl } from "../options/option-values.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { requireLoopback } from "../options/require-loopback.js";

interface ForwardOptions extends ContractOption {
  readonly to: URL;
  readonly listen: number;
  readonly allowRemote?: boolean;
  readonly timeout: number;
  readonly passwordFile?: string;
}

export const forwardCommand = defineCommand<ForwardOptions>({
  usage: "forward",
  summary: "Receive deliveries here and pass them on, byte for byte, showing each",
  notes:
    "Listens on 127.0.0.1, on every path, for POST. Point the gateway's webhook URL at\n" +
    "it, through a tunnel if the gateway is not on this machine. The receiver's\n" +
    "response is the gateway's response; without one the gateway gets a 502 and\n" +
    "retries. Signatures are checked if NUMIPAY_SIGNATURE_PASSWORD is set, and passed\n" +
    "on whatever they are. --contract names the header and the fields to show.",
  examples: [
    "numipay forward --to http://localhost:3000/webhooks/numipay",
    "numipay forward --listen 4020 --to http://localhost:3000/webhooks/numipay --json | tee deliveries.jsonl",
  ],
  declare: (command) => {
    command
      .requiredOption("--to <url>", "Where to pass them on to.", toWebUrl)
      .option("--listen <port>", "The port to receive on, 0 for any free one.", toPort, 4020)
      .option("--allow-remote", "Pass them on to another machine.")
      .addOption(timeoutOption("How long to wait for the receiver.", 30))
      .option("--password-file <file>", "The signature password's file; - is stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    requireLoopback(options.to, options.allowRemote);
    const contract = readContract(terminal, options);
    const password = await readPasswordIfGiven(invocation);
    if (password === undefined) {
      terminal.err("NUMIPAY_SIGNATURE_PASSWORD is not set: signatures are not looked at.\n");
    }
    const server = createServer((request, response) => {
      void answer(invocation, { password, contract }, request)
        .then(({ status, contentType, body }) => {
          // A connection that stays open would keep Ctrl-C waiting.
          response.writeHead(status, {
            "content-type": contentType ?? "text/plain",
            connection: "close",
          });
          response.end(body);
        })
        // Last, so that an answer which cannot be written ends no more than its own connection.
        .catch(() => response.destroy());
    });
    server.listen(options.listen, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    terminal.err(
      `Receiving on http://127.0.0.1:${port}, passing on to ${options.to.href}. Ctrl-C ends it.\n`,
    );
    await untilStopped(server, terminal.signal);
    return exitCodes.ok;
  },
});

async function answer(
  { options, terminal }: Invocation<ForwardOptions>,
  { password, contract }: { password: string | undefined; contract: Contract },
  request: IncomingMessage,
): Promise<Forwarded["answer"]> {
  if (request.method !== "POST") {
    return { status: 405, contentType: "text/plain", body: "Deliveries are POSTed.\n" };
  }
  const body = await readBytes(request);
  if (body === undefined) return tooLarge;
  const forwarded = await forwardDelivery(
    {
      body,
      rawHeaders: request.rawHeaders,
      signatures: request.headersDistinct[contract.headers.signature],
    },
    { to: options.to, password, contract, timeoutMs: options.timeout, signal: terminal.signal },
  );
  const { shown } = forwarded;
  await terminal.out(`${options.json === true ? JSON.stringify(shown) : toLine(shown)}\n`);
  return forwarded.answer;
}

function toLine({
  at,
  event,
  tracking_id,
  signature,
  status,
  durationMs,
  error,
}: Forwarded["shown"]) {
  const outcome =
    status === null ? `no answer: ${toPrintable(error, 500)}` : `${status} in ${durationMs} ms`;
  return `${at.slice(11, 19)}  ${toPrintable(event)}  ${toPrintable(tracking_id)}  signature ${signature}  -> ${outcome}`;
}

async function readPasswordIfGiven({
  options,
  terminal,
}: Invocation<ForwardOptions>): Promise<string | undefined> {
  const isGiven =
    options.passwordFile !== undefined || (terminal.env["NUMIPAY_SIGNATURE_PASSWORD"] ?? "") !== "";
  return isGiven ? readSignaturePassword(terminal, options.passwordFile) : undefined;
}

async function untilStopped(server: Server, signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  server.close();
  server.closeAllConnections();
}
