import { type Contract, loadContract } from "@numipay/core/protocol";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandFailure, usageFault } from "../failure/command-failure.js";
import { exitCodes } from "../failure/exit-codes.js";
import { requireLoopback } from "../options/require-loopback.js";
import type { Check, CheckResult, Verdict } from "./check.js";
import { checks } from "./checks.js";
import { createSession, type LiveSession } from "./create-session.js";
import type { Ledger } from "./ledger.js";
import { type OrderSource, ordersFromTemplate } from "./orders.js";
import { createPost, type Post } from "./post.js";
import type { Report } from "./report.js";
import { unmetNeed } from "./unmet-need.js";
import { waitForBooks } from "./wait-for-ledger.js";

const mostUnanswered = 3;

/** Options of `runDoctor`. */
export interface DoctorOptions {
  /** The webhook's address. */
  url: URL;
  signaturePassword: string;
  /** The names of the payload and its header. Defaults to the documented ones. */
  contract?: Contract | undefined;
  /** Orders that may be paid; invented ones where not given, and then the books are not checked. */
  orders?: OrderSource | undefined;
  /** Reads the merchant's books; without it they are not checked. */
  ledger?: Ledger | undefined;
  /** Ids of checks to leave out. They are reported as not checked. */
  skip?: readonly string[];
  /** True to play against something that is not this machine. */
  allowRemote?: boolean;
  /** Milliseconds to wait for each answer; 10,000 where not given. */
  timeoutMs?: number | undefined;
  /** Milliseconds in which acknowledged payments must reach the books; 5,000 where not given. */
  settleMs?: number | undefined;
  /** Sends a request; over HTTP where not given. */
  post?: Post;
  /** Waits; real time where not given. */
  wait?: (ms: number) => Promise<void>;
  /** Ends the examination before its next request. */
  signal?: AbortSignal | undefined;
  /** Told of each check as it ends. */
  onResult?: (result: CheckResult) => Promise<void> | void;
}

/**
 * Plays genuine, forged, broken and repeated deliveries against a merchant's webhook, and says what each was answered.
 * The genuine ones are rightly signed: an endpoint that knows the password credits them.
 *
 * @throws CommandFailure for another machine without `allowRemote`, a check that does not exist, books that cannot be read,
 * and when the very first request gets no answer
 */
export async function runDoctor(options: DoctorOptions): Promise<Report> {
  const { url } = options;
  requireLoopback(url, options.allowRemote);
  const skip = new Set(readSkip(options.skip ?? []));
  const { timeoutMs = 10_000, settleMs = 5_000, wait = (ms) => sleep(ms) } = options;
  const run = randomBytes(4).toString("hex");
  const startedAt = performance.now();
  const visit = createSession({
    run,
    post: options.post ?? createPost(url, { timeoutMs }),
    signaturePassword: options.signaturePassword,
    contract: options.contract ?? loadContract(undefined),
    orders: options.orders ?? ordersFromTemplate({ trackingId: `doctor-${run}-{n}` }, run),
    wait,
    signal: options.signal,
  });
  await knock(visit, url);
  // Read before anything is sent: whether it can be read at all, and what stands in it already.
  const { ledger } = options;
  const before = (await ledger?.()) ?? [];

  const results: CheckResult[] = [];
  for (const check of checks) {
    const { play, needs = [], ...facts } = check;
    const given = { hasLedger: ledger !== undefined, hasOrders: options.orders !== undefined };
    const reason = skip.has(check.id)
      ? "not checked: left out by --skip"
      : (unmetNeed(needs, given, visit.verdictOf) ?? silence(check, visit));
    if (reason === undefined && ledger !== undefined && needs.includes("books")) {
      visit.booked ??= await waitForBooks({ before, ledger, wait, settleMs, visit });
    }
    const observation =
      reason === undefined
        ? await visit.playing(check.id, () => play(visit))
        : { verdict: "not-checked" as const, seen: reason };
    const result = { ...facts, ...observation };
    results.push(result);
    visit.note(result);
    await options.onResult?.(result);
  }
  return toReport(url, results, visit, performance.now() - startedAt);
}

function readSkip(ids: readonly string[]): readonly string[] {
  const unknown = ids.find((id) => !checks.some((check) => check.id === id));
  if (unknown === undefined) return ids;
  throw usageFault(`--skip: there is no check ${JSON.stringify(unknown)}.`);
}

/**
 * Who does not answer is not asked on and on, each time until the time is up. But whether it answers again is a check of
 * its own, and the books can be read all the same.
 */
function silence({ id, group }: Check, { unanswered }: LiveSession): string | undefined {
  const isMeantForSilence = id === "alive-afterwards" || group === "Books";
  return unanswered >= mostUnanswered && !isMeantForSilence
    ? `not checked: ${unanswered} requests in a row were not answered`
    : undefined;
}

/** A scorecard of 30 times "no answer" would say less. */
async function knock(visit: LiveSession, url: URL): Promise<void> {
  const { status, problem, isConnected } = await visit.post({ method: "GET", headers: {} });
  // Whoever takes a GET and hangs, or hangs up, may still answer the gateway.
  if (status !== 0 || isConnected === true) return;
  throw new CommandFailure(
    exitCodes.unknown,
    `Nobody answers at ${toShownUrl(url)}: ${problem}.`,
    "unreachable",
  );
}

function toReport(
  url: URL,
  results: readonly CheckResult[],
  visit: LiveSession,
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
    ...(visit.poweredBy !== undefined && { poweredBy: visit.poweredBy }),
    ordersUsed: visit.ordersUsed,
    durationMs: Math.round(durationMs),
    checks: results,
  };
}

/** Addresses carry passwords and tokens, and reports are passed around. */
function toShownUrl({ origin, pathname }: URL): string {
  return origin + pathname;
}
