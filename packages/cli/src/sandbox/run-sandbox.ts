import { createSandbox, type ListeningSandbox, type Sandbox } from "@numipay/sandbox";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Invocation } from "../command/command.js";
import { usageError } from "../failure/command-failure.js";
import { type ContractOption, readContract, readOverride } from "../gateway/contract-option.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { isLoopback } from "../options/require-loopback.js";
import { checkTarget, isStandardOutput, sharedMode, writeTarget } from "../output/open-target.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import type { Block } from "../text/block.js";
import { warning } from "../text/messages.js";
import { blank, paragraph } from "../text/prose.js";
import { type BehaviourOptions, readBehaviours } from "./behaviour-options.js";
import { toClockDifference, toShownTime } from "./clock-difference.js";
import { describeStart, type SandboxStart } from "./describe-start.js";
import { nameSandboxFlags } from "./name-flags.js";
import { readChaos, readPlan } from "./read-chaos.js";
import { renderStart } from "./render-start.js";
import { readTls, type TlsOptions } from "./tls-options.js";
import { readWebhooks, type WebhookTimingOptions } from "./webhook-options.js";

/** The options of `numipay sandbox`. */
export interface SandboxCommandOptions
  extends ContractOption, TlsOptions, WebhookTimingOptions, BehaviourOptions {
  readonly port: number;
  readonly host: string;
  readonly allowRemote?: boolean;
  readonly file?: string;
  readonly webhookUrl?: URL;
  readonly merchantName?: string;
  readonly seed?: string;
  readonly realTime: boolean;
  readonly chaos?: string;
  readonly replay?: string;
  readonly savePlan?: string;
}

/** Runs a sandbox until Ctrl-C. */
export async function runSandbox(invocation: Invocation<SandboxCommandOptions>): Promise<ExitCode> {
  const { options, terminal } = invocation;
  checkCombinations(options);
  // The plan is written when the sandbox stops.
  if (options.savePlan !== undefined) await checkTarget(options.savePlan, "--save-plan");
  const isResumed = options.file !== undefined && existsSync(options.file);
  const sandbox = await open(invocation);
  try {
    const server = await listen(sandbox, options);
    if (!isLoopback(options.host)) {
      terminal.note(
        warning(
          `Anyone who can reach ${server.url} can read and change everything in this sandbox, because its keys are not secret. Only use it in a network that you trust.`,
        ),
      );
    }
    if (options.realTime) sandbox.realTime();
    const start = describeStart(sandbox, server, { ...options, isResumed });
    warnOfClock(start, terminal);
    await announce(invocation, start);
    if (!terminal.signal.aborted) await once(terminal.signal, "abort");
    await savePlan(options, sandbox, terminal);
  } finally {
    await sandbox.close();
  }
  if (options.json !== true) terminal.note(...farewell(options, terminal));
  return exitCodes.ok;
}

function checkCombinations(options: SandboxCommandOptions): void {
  const { chaos, replay, savePlan: plan, host, allowRemote } = options;
  if (chaos !== undefined && replay !== undefined) {
    throw usageError("--replay injects only the faults of its plan. Remove --chaos.");
  }
  if (plan !== undefined && chaos === undefined && replay === undefined) {
    throw usageError(
      "--save-plan requires --chaos, because there are no faults to save without it.",
    );
  }
  if (plan !== undefined && isStandardOutput(plan)) {
    throw usageError("--save-plan needs a file. Standard output is for the addresses and keys.");
  }
  if (!isLoopback(host) && allowRemote !== true) {
    throw usageError(
      `Other machines can reach --host ${host}, and the sandbox's keys are not secret. To allow this, add --allow-remote.`,
    );
  }
}

/** Errors of the sandbox, such as a file with another seed, become usage errors. */
async function open({ options, terminal }: Invocation<SandboxCommandOptions>): Promise<Sandbox> {
  // Also read here, so that an error names this command's option.
  readContract(terminal, options);
  const contract = readOverride(terminal, options);
  const { file, seed, webhookUrl, merchantName, chaos, replay, realTime } = options;
  const faults =
    chaos !== undefined
      ? await readChaos(chaos)
      : replay === undefined
        ? undefined
        : await readPlan(replay);
  const behaviours = readBehaviours(options);
  const webhooks = await readWebhooks(options);
  try {
    return await createSandbox({
      ...(file === undefined ? {} : { file }),
      ...(seed === undefined ? {} : { seed }),
      ...(webhookUrl === undefined ? {} : { webhookUrl: webhookUrl.href }),
      ...(merchantName === undefined ? {} : { merchantName }),
      ...(faults === undefined ? {} : { chaos: faults }),
      ...(contract === undefined ? {} : { contract }),
      ...webhooks,
      ...behaviours,
      onError: (error) => terminal.note(warning(error.message)),
      // An existing file continues at its own time.
      ...(realTime ? { startAt: new Date() } : {}),
    });
  } catch (error) {
    const message = (error as Error).message
      .replace(/^merchantName\b/, "--merchant-name")
      .replace(/^The webhook URL\b/, "--webhook-url")
      .replace(file ?? /$^/, (path) => `--file ${path}`);
    throw usageError(`Cannot start the sandbox: ${nameSandboxFlags(message)}`);
  }
}

/** An invalid certificate becomes a usage error. System errors, such as a port in use, pass through. */
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
    throw usageError(`Cannot start the sandbox: ${nameSandboxFlags(error.message)}`);
  }
}

/** Days on the command line are real days, and those of the payments are the clock's. */
function warnOfClock({ clock, portal }: SandboxStart, terminal: GuardedTerminal): void {
  const difference = toClockDifference(clock);
  if (!clock.isResumed || difference === undefined) return;
  terminal.note(
    warning(
      `The clock of the --file continues at ${toShownTime(clock)}, ${difference} real time. New payments get that date. To advance it, open ${portal}/clock.`,
    ),
  );
}

async function announce(
  { options, terminal }: Invocation<SandboxCommandOptions>,
  start: SandboxStart,
): Promise<void> {
  await (options.json === true
    ? terminal.out(`${JSON.stringify(start)}\n`)
    : terminal.print(...renderStart(start, options)));
}

/** After the `^C` that terminals print. */
function farewell(
  { file }: SandboxCommandOptions,
  { isStderrTty }: GuardedTerminal,
): readonly Block[] {
  const data =
    file === undefined
      ? "Its data was in memory only and is lost."
      : `Its data is kept in ${file}.`;
  return [...(isStderrTty ? [blank] : []), paragraph(`The sandbox has stopped. ${data}`)];
}

async function savePlan(
  { savePlan: file }: SandboxCommandOptions,
  sandbox: Sandbox,
  terminal: GuardedTerminal,
): Promise<void> {
  if (file === undefined) return;
  const text = `${JSON.stringify(sandbox.chaosPlan(), null, 2)}\n`;
  const options = { mayReplace: true, option: "--save-plan", mode: sharedMode };
  await writeTarget(terminal, file, text, options);
}
