import type { Contract } from "@numipay/core/protocol";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { defineCommand, type Invocation } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { type Forwarded, forwardDelivery, tooLarge } from "../delivery/forward-delivery.js";
import { createDeliveryTable } from "../delivery/delivery-table.js";
import { readBytes } from "../delivery/read-bytes.js";
import { type ContractOption, declareContract, readContract } from "../gateway/contract-option.js";
import { toPort, timeoutOption, toWebUrl } from "../options/option-values.js";
import { readSignaturePassword } from "../input/read-secret.js";
import { requireLoopback } from "../options/require-loopback.js";
import { warning } from "../text/messages.js";
import { paragraph } from "../text/prose.js";

interface ForwardOptions extends ContractOption {
  readonly to: URL;
  readonly listen: number;
  readonly allowRemote?: boolean;
  readonly timeout: number;
  readonly passwordFile?: string;
}

export const forwardCommand = defineCommand<ForwardOptions>({
  usage: "forward",
  summary: "Forward deliveries to your endpoint, and print each one",
  docs: "send-and-receive-webhooks",
  notes: [
    "Listens on 127.0.0.1 for POST on every path, and forwards the exact bytes and headers. Point the gateway's webhook URL at it, through a tunnel if the gateway runs " +
      "elsewhere. The gateway gets the receiver's response, or a 502 if there is none, and then retries.",
    "Signatures are checked if NUMIPAY_SIGNATURE_PASSWORD is set; deliveries with a wrong signature are forwarded too. " +
      "--contract sets the names of the header and fields to print.",
  ],
  examples: [
    "numipay forward --to http://localhost:3000/webhooks/numipay",
    "numipay forward --listen 4020 --to http://localhost:3000/webhooks/numipay --json | tee deliveries.jsonl",
  ],
  declare: (command) => {
    command
      .requiredOption("--to <url>", "URL to forward deliveries to. Required.", toWebUrl)
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
      terminal.note(
        warning("Signatures are not checked, because NUMIPAY_SIGNATURE_PASSWORD is not set."),
      );
    }
    const forwarding = { password, contract, addRow: createDeliveryTable() };
    const server = createServer((request, response) => {
      void handleRequest(invocation, forwarding, request)
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
    terminal.note(
      paragraph(
        `Listening on http://127.0.0.1:${port}, forwarding to ${options.to.href}. Press Ctrl-C to stop.`,
      ),
    );
    await untilStopped(server, terminal.signal);
    return exitCodes.ok;
  },
});

interface Forwarding {
  readonly password: string | undefined;
  readonly contract: Contract;
  readonly addRow: ReturnType<typeof createDeliveryTable>;
}

async function handleRequest(
  { options, terminal }: Invocation<ForwardOptions>,
  { password, contract, addRow }: Forwarding,
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
  if (options.json === true) await terminal.out(`${JSON.stringify(shown)}\n`);
  else await terminal.print(addRow(shown));
  return forwarded.response;
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
