import { createSandbox, type ListeningSandbox, type Sandbox } from "@numipay/sandbox";
import { once } from "node:events";
import { access, constants, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Invocation } from "../command/command.js";
import { usageFault } from "../failure/command-failure.js";
import { contractFile, type ContractOption, readContract } from "../gateway/contract-option.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { nameOption } from "../options/name-option.js";
import { isLoopback } from "../options/require-loopback.js";
import { readChaos, readPlan } from "./read-chaos.js";
import { readTls, type TlsOptions } from "./tls-options.js";
import { readWebhooks, type WebhookTimingOptions } from "./webhook-options.js";

/** What `numipay sandbox` takes. */
export interface SandboxCommandOptions extends ContractOption, TlsOptions, WebhookTimingOptions {
  readonly port: number;
  readonly host: string;
  readonly allowRemote?: boolean;
  readonly file?: string;
  readonly webhookUrl?: URL;
  readonly seed?: string;
  readonly realTime: boolean;
  readonly chaos?: string;
  readonly replay?: string;
  readonly savePlan?: string;
}

/** Serves a sandbox until Ctrl-C. */
export async function runSandbox(invocation: Invocation<SandboxCommandOptions>): Promise<ExitCode> {
  const { options, terminal } = invocation;
  requireSense(options);
  await requireWritable(options);
  const sandbox = await open(invocation);
  try {
    const server = await listen(sandbox, options);
    if (!isLoopback(options.host)) {
      terminal.err(
        `WARNING: whoever reaches ${server.url} can read and change everything in this sandbox; its keys are no\n` +
          "secrets. Do not open it to a network that you do not trust.\n",
      );
    }
    if (options.realTime) sandbox.realTime();
    await announce(invocation, sandbox, server);
    if (!terminal.signal.aborted) await once(terminal.signal, "abort");
    await savePlan(options, sandbox);
  } finally {
    await sandbox.close();
  }
  return exitCodes.ok;
}

function requireSense({ chaos, replay, savePlan: plan, host, allowRemote }: SandboxCommandOptions) {
  if (chaos !== undefined && replay !== undefined) {
    throw usageFault("--replay plays a plan's faults and no other: leave out --chaos.");
  }
  if (plan !== undefined && chaos === undefined && replay === undefined) {
    throw usageFault("--save-plan: without --chaos there are no faults to write down.");
  }
  if (!isLoopback(host) && allowRemote !== true) {
    throw usageFault(
      `--host: other machines can reach ${host}, and the sandbox's keys are no secrets. If that is meant, add --allow-remote.`,
    );
  }
}

/** What the sandbox refuses, such as a file that another seed made, it says in a sentence. */
async function open({ options, terminal }: Invocation<SandboxCommandOptions>): Promise<Sandbox> {
  // Read here too, so that an error names the option of this command.
  readContract(terminal, options);
  const contract = contractFile(terminal, options);
  const { file, seed, webhookUrl, chaos, replay, realTime } = options;
  const faults =
    chaos !== undefined
      ? await readChaos(chaos)
      : replay === undefined
        ? undefined
        : await readPlan(replay);
  const webhooks = await readWebhooks(options);
  try {
    return await createSandbox({
      ...(file === undefined ? {} : { file }),
      ...(seed === undefined ? {} : { seed }),
      ...(webhookUrl === undefined ? {} : { webhookUrl: webhookUrl.href }),
      ...(faults === undefined ? {} : { chaos: faults }),
      ...(contract === undefined ? {} : { contract }),
      ...webhooks,
      // A file goes on at its own time.
      ...(realTime ? { startAt: new Date() } : {}),
    });
  } catch (error) {
    throw usageFault(`The sandbox did not start: ${(error as Error).message}`);
  }
}

/** A certificate that is none is said in a sentence; a port in use is the system's to say. */
async function listen(sandbox: Sandbox, options: SandboxCommandOptions): Promise<ListeningSandbox> {
  const { port, host, allowRemote } = options;
  const tls = await readTls(options);
  try {
    return await sandbox.listen({
      port,
      host,
      ...(allowRemote === true && { allowRemote }),
      ...(tls !== undefined && { tls }),
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw usageFault(`The sandbox did not start: ${error.message}`);
  }
}

async function announce(
  { options, terminal }: Invocation<SandboxCommandOptions>,
  sandbox: Sandbox,
  { url, caFile }: ListeningSandbox,
): Promise<void> {
  const { apiKey, liveApiKey, signaturePassword } = sandbox;
  const webhookUrl = sandbox.account().webhookUrl ?? null;
  const portal = `${url}/portal`;
  if (options.json === true) {
    const document = { url, portal, caFile, apiKey, liveApiKey, signaturePassword, webhookUrl };
    await terminal.out(`${JSON.stringify(document)}\n`);
    return;
  }
  const lines = [
    `API, cashier  ${url}`,
    `Portal        ${portal}`,
    ...(caFile === undefined ? [] : [`CA            ${caFile} (NODE_EXTRA_CA_CERTS)`]),
    `API key       ${apiKey}`,
    `Password      ${signaturePassword}`,
    `Webhooks      ${webhookUrl ?? "go nowhere yet; say where with --webhook-url or in the portal"}`,
  ];
  await terminal.out(`${lines.join("\n")}\n`);
}

async function savePlan({ savePlan: file }: SandboxCommandOptions, sandbox: Sandbox) {
  if (file === undefined) return;
  await nameOption(
    "--save-plan",
    file,
    writeFile(file, `${JSON.stringify(sandbox.chaosPlan(), null, 2)}\n`),
  );
}

/** Checked at the start: after the run it is too late to name another file. */
async function requireWritable({ savePlan: file }: SandboxCommandOptions): Promise<void> {
  if (file === undefined) return;
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) throw usageFault(`--save-plan: ${file} is a folder.`);
  await nameOption(
    "--save-plan",
    file,
    access(found === undefined ? dirname(file) : file, constants.W_OK),
  );
}
