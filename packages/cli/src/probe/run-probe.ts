import { Numipay } from "@numipay/core";
import type { Contract } from "@numipay/core/protocol";
import { randomBytes } from "node:crypto";
import type { Invocation } from "../command/command.js";
import { printResult } from "../command/print-result.js";
import { readVersion } from "../command/read-version.js";
import { mergeOverrides } from "../contract/merge-overrides.js";
import { type ProbeReport, toDifferences } from "../contract/probe-report.js";
import { CommandFailure, usageError } from "../failure/command-failure.js";
import { type ExitCode, exitCodes } from "../failure/exit-codes.js";
import { type GatewayOptions, readClientOptions } from "../gateway/connect-gateway.js";
import { readContract } from "../gateway/contract-option.js";
import { toTimeZone } from "../gateway/read-days.js";
import { openTarget, sharedMode } from "../output/open-target.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";
import { judgeFacts, type SentCall } from "./judge-facts.js";
import { planCalls, type ProbePlan } from "./plan-calls.js";
import { type PlanOptions, readPlan } from "./read-plan.js";
import { requireDevKey } from "./require-dev-key.js";
import { type GatewayAccess, sendCall } from "./send-call.js";
import { showPlan } from "./show-plan.js";
import { showReport } from "./show-report.js";
import { toProbedCall } from "./to-probed-call.js";

/** The options of `numipay contract probe`. */
export interface ProbeCommandOptions extends GatewayOptions, PlanOptions {
  readonly run?: boolean;
  readonly devKey?: boolean;
  readonly out?: string;
  readonly force?: boolean;
  readonly statusWait: number;
}

/** Shows the calls, or sends them and reports which facts hold. */
export async function runProbe(invocation: Invocation<ProbeCommandOptions>): Promise<ExitCode> {
  const { options, terminal } = invocation;
  const overridden = readContract(terminal, options);
  const contract = { ...overridden, timeZone: toTimeZone(options, overridden) };
  const isRun = options.run === true;
  if (!isRun && options.out !== undefined) {
    throw usageError("--out requires --run, because a dry run has no report.");
  }
  const runId = isRun ? randomBytes(4).toString("hex") : "RUN";
  const plan = await readPlan(terminal, options, { runId, timeZone: contract.timeZone });
  if (!isRun) {
    const calls = planCalls(plan, contract);
    await printResult(
      invocation,
      { calls: calls.map((call) => toProbedCall(call, contract, plan)) },
      showPlan(calls, { contract, plan }),
    );
    return exitCodes.ok;
  }
  const access = await readAccess(terminal, options, contract);
  const report = await probeAndWrite(terminal, { access, plan, options });
  await printResult(invocation, report, showReport(report, options.out));
  return toExitCode(report);
}

/** The list has no pages, and a busy day is long. */
const defaultMaxBytes = 32 * 1024 * 1024;

async function readAccess(
  terminal: GuardedTerminal,
  options: ProbeCommandOptions,
  contract: Contract,
): Promise<GatewayAccess> {
  const client = await readClientOptions(terminal, options);
  requireDevKey(client.apiKey, { isConfirmed: options.devKey === true });
  // Rejects an invalid key and base URL.
  void new Numipay(client);
  if (client.baseUrl === undefined || client.baseUrl === "") {
    throw usageError("The base URL is missing. Set NUMIPAY_BASE_URL, or pass --base-url.");
  }
  return {
    baseUrl: new URL(client.baseUrl),
    apiKey: client.apiKey,
    contract,
    timeoutMs: options.timeout,
    statusWaitMs: options.statusWait,
    maxBytes: options.maxResponseBytes ?? defaultMaxBytes,
    userAgent: `numipay-cli/${readVersion()} probe`,
    signal: terminal.signal,
  };
}

interface Probe {
  readonly access: GatewayAccess;
  readonly plan: ProbePlan;
  readonly options: ProbeCommandOptions;
}

/** The file is opened first, so that nothing is sent if it cannot be written. */
async function probeAndWrite(terminal: GuardedTerminal, probe: Probe): Promise<ProbeReport> {
  const { out, force = false } = probe.options;
  if (out === undefined) return probeGateway(terminal, probe);
  const target = await openTarget(terminal, out, { mayReplace: force, mode: sharedMode });
  try {
    const report = await probeGateway(terminal, probe);
    await target.write(terminal.redact(`${JSON.stringify(report, null, 2)}\n`));
    await target.finish();
    return report;
  } catch (error) {
    await target.abandon();
    throw error;
  }
}

async function probeGateway(
  terminal: GuardedTerminal,
  { access, plan, options }: Probe,
): Promise<ProbeReport> {
  const { contract, baseUrl } = access;
  const sent: SentCall[] = [];
  for (const call of planCalls(plan, contract)) {
    const exchange = await sendCall(call, access);
    if (sent.length === 0 && "failure" in exchange) {
      throw new CommandFailure(
        exitCodes.unknown,
        `Cannot reach the gateway: ${exchange.failure}. Check --base-url and the network. Nothing was opened.`,
      );
    }
    sent.push({ call, exchange });
  }
  const facts = judgeFacts(sent, { contract, plan }).map((fact) => ({
    ...fact,
    how: terminal.redact(fact.how),
  }));
  return {
    numipayContractProbe: 1,
    baseUrl: baseUrl.href,
    at: new Date().toISOString(),
    runId: plan.runId,
    calls: sent.map(({ call, exchange }) => toProbedCall(call, contract, plan, exchange)),
    facts,
    notPlayed: [
      ...(options.providerId === undefined ? ["direct integration: needs --provider-id"] : []),
      ...(options.cardFile === undefined ? ["server to server: needs --card-file"] : []),
      "webhooks, and decisions on a payout: need a customer",
    ],
    override: mergeOverrides(toDifferences({ facts }).flatMap(({ override }) => override ?? [])),
  };
}

function toExitCode({ facts }: ProbeReport): ExitCode {
  if (facts.some(({ result }) => result === "differs")) return exitCodes.wrong;
  return facts.some(({ result }) => result === "undetermined") ? exitCodes.unknown : exitCodes.ok;
}
