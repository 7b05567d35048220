import type { Contract } from "@numipay/core/protocol";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { defineCommand, type Invocation } from "../command/command.js";
import { exitCodes } from "../failure/exit-codes.js";
import { forwardDelivery } from "../delivery/forward-delivery.js";
import { createDeliveryTable } from "../delivery/delivery-table.js";
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
    "Listens on 127.0.0.1, and forwards every request to one URL with its exact bytes and headers. Point the gateway's " +
      "webhook URL at it, through a tunnel if the gateway runs elsewhere. The gateway gets the receiver's exact response, or " +
      "a 502 if there is none and a 504 after a timeout, and then retries. Redirects are relayed, not followed.",
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
    const inProgress = new Set<Promise<void>>();
    const server = createServer((request, response) => {
      const handled = handleRequest(invocation, forwarding, request, response).catch(() => {
        // Standard output is closed, which also stops the command.
      });
      inProgress.add(handled);
      void handled.finally(() => inProgress.delete(handled));
    });
    server.listen(options.listen, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    terminal.note(
      paragraph(
        `Listening on http://127.0.0.1:${port}, forwarding to ${options.to.origin}${options.to.pathname}. Press Ctrl-C to stop.`,
      ),
    );
    await untilStopped(server, terminal.signal, inProgress);
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
  response: ServerResponse,
): Promise<void> {
  const { to, timeout: timeoutMs } = options;
  const { signal, env } = terminal;
  const destination = { to, password, contract, timeoutMs, signal, env };
  const forwarded = await forwardDelivery(request, response, destination);
  if (options.json === true) await terminal.out(`${JSON.stringify(forwarded)}\n`);
  else await terminal.print(addRow(forwarded));
}

async function readPasswordIfGiven({
  options,
  terminal,
}: Invocation<ForwardOptions>): Promise<string | undefined> {
  const isGiven =
    options.passwordFile !== undefined || (terminal.env["NUMIPAY_SIGNATURE_PASSWORD"] ?? "") !== "";
  return isGiven ? readSignaturePassword(terminal, options.passwordFile) : undefined;
}

async function untilStopped(
  server: Server,
  signal: AbortSignal,
  inProgress: ReadonlySet<Promise<void>>,
): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
  server.close();
  // The signal has ended their requests, so each sender gets a 502.
  await Promise.all(inProgress);
  server.closeAllConnections();
}
