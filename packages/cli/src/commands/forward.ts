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
  summary: "Receive deliveries locally, forward them unchanged, and print each one",
  notes:
    "Listens on 127.0.0.1 for POST on every path. Point the gateway's webhook URL at\n" +
    "it, through a tunnel if the gateway runs elsewhere. The gateway gets the\n" +
    "receiver's response, or a 502 if there is none, and then retries. Signatures are\n" +
    "checked if NUMIPAY_SIGNATURE_PASSWORD is set; deliveries with a wrong signature\n" +
    "are forwarded too. --contract sets the names of the header and fields to print.",
  examples: [
    "numipay forward --to http://localhost:3000/webhooks/numipay",
    "numipay forward --listen 4020 --to http://localhost:3000/webhooks/numipay --json | tee deliveries.jsonl",
  ],
  declare: (command) => {
    command
      .requiredOption("--to <url>", "URL to forward deliveries to (required).", toWebUrl)
      .option("--listen <port>", "Port to listen on, 0 for any free one.", toPort, 4020)
      .option("--allow-remote", "Allow forwarding to another machine.")
      .addOption(timeoutOption("Timeout of each forwarded request.", 30))
      .option("--password-file <file>", "File with the signature password, - for stdin.");
    declareContract(command);
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    requireLoopback(options.to, options.allowRemote);
    const contract = readContract(terminal, options);
    const password = await readPasswordIfGiven(invocation);
    if (password === undefined) {
      terminal.err("Signatures are not checked, because NUMIPAY_SIGNATURE_PASSWORD is not set.\n");
    }
    const server = createServer((request, response) => {
      void handleRequest(invocation, { password, contract }, request)
        .then(({ status, contentType, body }) => {
          // An open connection would delay Ctrl-C.
          response.writeHead(status, {
            "content-type": contentType ?? "text/plain",
            connection: "close",
          });
          response.end(body);
        })
        // A response that cannot be written must only close its own connection.
        .catch(() => response.destroy());
    });
    server.listen(options.listen, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    terminal.err(
      `Listening on http://127.0.0.1:${port}, forwarding to ${options.to.href}. Press Ctrl-C to stop.\n`,
    );
    await untilStopped(server, terminal.signal);
    return exitCodes.ok;
  },
});

async function handleRequest(
  { options, terminal }: Invocation<ForwardOptions>,
  { password, contract }: { password: string | undefined; contract: Contract },
  request: IncomingMessage,
): Promise<Forwarded["response"]> {
  if (request.method !== "POST") {
    return { status: 405, contentType: "text/plain", body: "Use POST.\n" };
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
  return forwarded.response;
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
    status === null ? `no response: ${toPrintable(error, 500)}` : `${status} in ${durationMs} ms`;
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
