import { type Contract, loadContract } from "@numipay/core/protocol";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailure, usageError } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { requireLoopback } from "../options/require-loopback.js";
import type { Advice, Check, CheckResult, Observation, Verdict } from "./check.js";
import { checks } from "./checks.js";
import { createSession, type LiveSession } from "./create-session.js";
import type { Ledger } from "./ledger.js";
import { type OrderSource, ordersFromTemplate } from "./orders.js";
import { describe } from "./observation.js";
import { createPost, type Post, type PostResponse } from "./post.js";
import type { Report } from "./report.js";
import { unmetNeed } from "./unmet-need.js";
import { waitForLedger } from "./wait-for-ledger.js";

const maxWithoutResponse = 3;

/** Options of `runDoctor`. */
export interface DoctorOptions {
  /** The webhook's URL. */
  url: URL;
  signaturePassword: string;
  /** The names of the payload's fields and its header. Defaults to the documented ones. */
  contract?: Contract | undefined;
  /** Orders that may be paid. Defaults to made-up orders, and then the ledger is not checked. */
  orders?: OrderSource | undefined;
  /** Reads the merchant's ledger. Without it, the ledger is not checked. */
  ledger?: Ledger | undefined;
  /** Ids of checks to skip. They are reported as not checked. */
  skip?: readonly string[];
  /** Allows a URL on another machine. Defaults to `false`. */
  allowRemote?: boolean;
  /** How long to wait for each response, in milliseconds. Defaults to `10000`. */
  timeoutMs?: number | undefined;
  /** How long an acknowledged payment may take to appear in the ledger, in milliseconds. Defaults to `5000`. */
  ledgerDelayMs?: number | undefined;
  /** Explains failed connections by its proxy variables. Defaults to none. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Sends a request. Defaults to HTTP. */
  post?: Post;
  /** Defaults to real time. */
  wait?: (ms: number) => Promise<void>;
  /** Stops the run before its next request. */
  signal?: AbortSignal | undefined;
  /** Called with each result. */
  onResult?: (result: CheckResult) => Promise<void> | void;
}

/**
 * Sends genuine, forged, malformed and duplicate deliveries to a merchant's webhook, and reports the responses. The
 * genuine deliveries are correctly signed, so the endpoint credits them.
 *
 * @throws CommandFailure for another machine without `allowRemote`, an unknown check, a ledger that cannot be read, and
 * when the first request gets no response
 */
export async function runDoctor(options: DoctorOptions): Promise<Report> {
  const { url } = options;
  requireLoopback(url, options.allowRemote);
  const skip = new Set(readSkip(options.skip ?? []));
  const { timeoutMs = 10_000, ledgerDelayMs = 5_000, wait = (ms) => sleep(ms) } = options;
  const runId = randomBytes(4).toString("hex");
  const startedAt = performance.now();
  const session = createSession({
    runId,
    url,
    post: options.post ?? createPost(url, { timeoutMs, env: options.env }),
    signaturePassword: options.signaturePassword,
    contract: options.contract ?? loadContract(undefined),
    orders: options.orders ?? ordersFromTemplate({ trackingId: `doctor-${runId}-{n}` }, runId),
    wait,
    signal: options.signal,
  });
  await checkReachable(session, url);
  // Fails before anything is sent if the ledger cannot be read.
  const { ledger } = options;
  const before = (await ledger?.()) ?? [];

  const results: CheckResult[] = [];
  for (const check of checks) {
    const { run, needs = [], ...facts } = check;
    const given = { hasLedger: ledger !== undefined, hasOrders: options.orders !== undefined };
    const reason = skip.has(check.id)
      ? "not checked: skipped by --skip"
      : (unmetNeed(needs, given, session.verdictOf) ?? unresponsive(check, session));
    if (reason === undefined && ledger !== undefined && needs.includes("ledger")) {
      session.credits ??= await waitForLedger({ before, ledger, wait, ledgerDelayMs, session });
    }
    const observation: Observation =
      reason === undefined
        ? await session.runAs(check.id, () => run(session))
        : { verdict: "not-checked", observed: reason };
    const result = toResult(facts, observation, session);
    results.push(result);
    session.addResult(result);
    await options.onResult?.(result);
  }
  return toReport(url, results, session, performance.now() - startedAt);
}

/** Responses of the layer that keeps deliveries from the webhook show nothing about the webhook. */
function toResult(
  facts: Omit<Check, "run" | "needs">,
  { verdict, observed, advice = facts.advice, responses = [] }: Observation,
  { blocker, diagnose }: LiveSession,
): CheckResult {
  const [first] = responses;
  const isBlocked = responses.every((response) => diagnose(response)?.change === blocker?.change);
  if (blocker !== undefined && first !== undefined && isBlocked) {
    const reason = `not checked: the response to each request is ${describe(first)}, see genuine`;
    return { ...facts, verdict: "not-checked", observed: reason };
  }
  const intercepted = verdict === "passed" ? undefined : interceptedAdvice(responses, diagnose);
  return { ...facts, verdict, observed, advice: intercepted ?? advice };
}

/** A rate limit or a firewall may let the first deliveries through, and then its responses look like those of the webhook. */
function interceptedAdvice(
  responses: readonly PostResponse[],
  diagnose: LiveSession["diagnose"],
): Advice | undefined {
  const intercepted = responses.find(
    ({ status, signs }) => status === 429 || signs?.firewall !== undefined,
  );
  return intercepted === undefined ? undefined : diagnose(intercepted);
}

function readSkip(ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !checks.some((check) => check.id === id));
  if (unknown === undefined) return ids;
  const known = checks.map(({ id }) => id).join(", ");
  throw usageError(`Unknown check ${JSON.stringify(unknown)} in --skip. Use one of ${known}.`);
}

/**
 * Skips checks once the endpoint no longer responds, because each would wait for the timeout. One check tests whether it
 * responds again, and the ledger checks send no requests.
 */
function unresponsive({ id, group }: Check, { withoutResponse }: LiveSession): string | undefined {
  const isExempt = id === "still-responding" || group === "Ledger";
  return withoutResponse >= maxWithoutResponse && !isExempt
    ? `not checked: ${withoutResponse} requests in a row got no response`
    : undefined;
}

/** Stops early instead of reporting 30 times "no response". */
async function checkReachable(session: LiveSession, url: URL): Promise<void> {
  const { status, problem, hint, isConnected } = await session.post({ method: "GET", headers: {} });
  // A server that drops or never completes a GET may still respond to the gateway's POST.
  if (status !== 0 || isConnected === true) return;
  throw new CommandFailure(
    exitCodes.unknown,
    `No response from ${toShownUrl(url)}: ${problem}. ${hint ?? "Check the URL, and start the server."}`,
    "unreachable",
  );
}

function toReport(
  url: URL,
  results: readonly CheckResult[],
  session: LiveSession,
  durationMs: number,
): Report {
  const count = (verdict: Verdict): number =>
    results.filter((result) => result.verdict === verdict).length;
  const totals = {
    passed: count("passed"),
    warned: count("warned"),
    failed: count("failed"),
    "not-checked": count("not-checked"),
  };
  return {
    url: toShownUrl(url),
    isPassed: totals.failed === 0,
    totals,
    ...(session.poweredBy !== undefined && { poweredBy: session.poweredBy }),
    ordersUsed: session.ordersUsed,
    durationMs: Math.round(durationMs),
    checks: results,
  };
}

/** URLs can contain passwords and tokens, and reports are shared. */
function toShownUrl({ origin, pathname }: URL): string {
  return origin + pathname;
}
