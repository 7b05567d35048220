import { createSandbox, type ListeningSandbox, type Sandbox } from "@numipay/sandbox";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { defineCommand, type Invocation } from "../command.js";
import { usageFault } from "../command-failure.js";
import { exitCodes } from "../exit-codes.js";
import { toPort, toWebUrl } from "../option-values.js";
import { isLoopback } from "../require-loopback.js";
import { readChaos, readPlan } from "../sandbox/read-chaos.js";

interface SandboxCommandOptions {
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

export const sandboxCommand = defineCommand<SandboxCommandOptions>({
  usage: "sandbox",
  summary: "Start a whole local Numipay: API, cashier, portal, signed webhooks and their retries",
  notes:
    "Its keys are drawn from the seed and are no secrets; without --seed they are the same each time. Chaos is a list of\n" +
    "faults with their probabilities, such as duplicate=0.2,reorder=0.1,loseAnswer=0.05, or a JSON file; what was played\n" +
    "is written down with --save-plan and played again with --replay. Ctrl-C ends it.",
  examples: [
    "numipay sandbox --webhook-url http://localhost:3000/webhooks/numipay",
    "numipay sandbox --file sandbox.db --port 4010",
    "numipay sandbox --chaos duplicate=0.2,reorder=0.2,seed=friday --save-plan friday.json",
  ],
  declare: (command) => {
    command
      .option("--port <port>", "The port, 0 for any free one.", toPort, 4010)
      .option("--host <address>", "The address to listen on.", "127.0.0.1")
      .option("--allow-remote", "Let other machines in. The keys are no secrets.")
      .option("--file <file>", "Keep everything in this file, and go on from it.")
      .option("--webhook-url <url>", "Where webhooks go.", toWebUrl)
      .option("--seed <text>", "Ids and keys are drawn from it.")
      .option("--real-time", "Let its clock follow the real one.", true)
      .option("--no-real-time", "Leave its clock to the portal; a new one begins at 2026-01-01.")
      .option("--chaos <spec>", "Go wrong on purpose: fault=probability,… or a JSON file.")
      .option("--replay <file>", "Play the faults of a plan again, and no other.")
      .option("--save-plan <file>", "Write down at the end which faults were played.");
  },
  async run(invocation) {
    const { options, terminal } = invocation;
    requireSense(options);
    const sandbox = await open(options);
    try {
      const server = await sandbox.listen(toListenOptions(options));
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
  },
});

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
async function open(options: SandboxCommandOptions): Promise<Sandbox> {
  const { file, seed, webhookUrl, chaos, replay, realTime } = options;
  const faults =
    chaos !== undefined
      ? await readChaos(chaos)
      : replay === undefined
        ? undefined
        : await readPlan(replay);
  try {
    return await createSandbox({
      ...(file === undefined ? {} : { file }),
      ...(seed === undefined ? {} : { seed }),
      ...(webhookUrl === undefined ? {} : { webhookUrl: webhookUrl.href }),
      ...(faults === undefined ? {} : { chaos: faults }),
      // A file goes on at its own time.
      ...(realTime ? { startAt: new Date() } : {}),
    });
  } catch (error) {
    throw usageFault(`The sandbox did not start: ${(error as Error).message}`);
  }
}

function toListenOptions({ port, host, allowRemote }: SandboxCommandOptions) {
  return { port, host, ...(allowRemote === true ? { allowRemote } : {}) };
}

async function announce(
  { options, terminal }: Invocation<SandboxCommandOptions>,
  sandbox: Sandbox,
  { url }: ListeningSandbox,
): Promise<void> {
  const { apiKey, liveApiKey, signaturePassword } = sandbox;
  const webhookUrl = sandbox.account().webhookUrl ?? null;
  const portal = `${url}/portal`;
  if (options.json === true) {
    const document = { url, portal, apiKey, liveApiKey, signaturePassword, webhookUrl };
    await terminal.out(`${JSON.stringify(document)}\n`);
    return;
  }
  const lines = [
    `API, cashier  ${url}`,
    `Portal        ${portal}`,
    `API key       ${apiKey}`,
    `Password      ${signaturePassword}`,
    `Webhooks      ${webhookUrl ?? "go nowhere yet; say where with --webhook-url or in the portal"}`,
  ];
  await terminal.out(`${lines.join("\n")}\n`);
}

async function savePlan({ savePlan: file }: SandboxCommandOptions, sandbox: Sandbox) {
  if (file === undefined) return;
  await writeFile(file, `${JSON.stringify(sandbox.chaosPlan(), null, 2)}\n`);
}
