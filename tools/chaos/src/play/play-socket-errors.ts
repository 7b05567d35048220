import type { Mode } from "./modes.js";
import { isOutcomeUnknownError, nothingWasDone, Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { createClosing } from "./closing.js";
import { draw, seededChoice } from "../draw.js";
import {
  createLossyFetch,
  createRetryingFetch,
  errorsAfterSending,
} from "../gateways/lossy-fetch.js";
import { errorsBeforeSending } from "../gateways/lossy-fetch.js";
import { createLossyGateway, losses } from "../gateways/lossy-gateway.js";
import { judgeClient } from "../oracle/judge-client.js";
import { whenAborted } from "./when-aborted.js";

/** Payments that are under way at once. */
const lanes = 32;
/** The share of posts whose response is lost, of those that do not connect, and of status queries that fail in either way. */
const shares = { lost: 0.7, unsent: 0.15, status: 0.2 };

const atFetch = Object.keys(errorsAfterSending);
const onSocket = Object.keys(losses);

/**
 * Has a client send payments, of which the gateway carries out each and many responses are lost: on real sockets, and as
 * errors that `fetch` throws. Faults are payments that the gateway had when the response was lost. `lost` are those that
 * the client reports as not done; `doubled`, those that it sent again.
 *
 * @param options once `signal` is aborted it ends early, and rejects; all that it started is closed
 */
export async function playSocketErrors({
  mode,
  seed,
  faults,
  onProgress,
  signal,
}: {
  mode: Mode;
  seed: string;
  faults: number;
  onProgress: (share: number) => void;
  signal?: AbortSignal;
}) {
  const startedAt = performance.now();
  const closing = createClosing();
  try {
    return await Promise.race([play(), whenAborted(signal)]);
  } finally {
    await closing.close();
  }

  async function play() {
    const plan = createPlan(seed);
    const sandbox = closing.add(await createSandbox({ seed, autoDeliver: false }));
    const gateway = closing.add(await createLossyGateway(sandbox, { lossOf: plan.onSocket }));
    const lossy = createLossyFetch(plan.atFetch);
    const numipay = new Numipay({
      apiKey: sandbox.apiKey,
      baseUrl: gateway.url,
      retryDelayMs: 1,
      fetch: mode.settings["retriesAnyError"] === true ? createRetryingFetch(lossy) : lossy,
    });
    const reports = [];
    // Bounded, so that a run in which nothing counts as faulted ends.
    const isOver = () =>
      plan.faulted.size >= faults || reports.length >= faults * 10 || signal?.aborted === true;
    const pay = async () => {
      while (!isOver()) {
        const tracking_id = `payout-${plan.begin()}`;
        reports.push({ tracking_id, verdict: await verdictOf(numipay, tracking_id) });
        onProgress(Math.min(1, plan.faulted.size / faults));
      }
    };
    await Promise.all(Array.from({ length: lanes }, pay));
    const { notFound, other, ...verdict } = judgeClient(reports, gateway.posts);
    return {
      ...verdict,
      problems: [
        ...(notFound > 0 ? [`${notFound} payments were reported as unknown to the gateway`] : []),
        ...(other > 0 ? [`${other} payments ended with an error that says nothing`] : []),
      ],
      events: reports.length,
      deliveries: gateway.tally.requests,
      faults: plan.faulted.size,
      again: 0,
      plays: plan.plays,
      seconds: (performance.now() - startedAt) / 1000,
    };
  }
}

async function verdictOf(numipay, tracking_id) {
  try {
    const request = { tracking_id, user_id: "customer-1", currency: "EUR", amount: "20.00" };
    await numipay.payouts.request(request);
    return "done";
  } catch (error) {
    if (isOutcomeUnknownError(error)) {
      return error.lastKnownStatus.state === "not-found" ? "not-found" : "unknown";
    }
    return nothingWasDone(error) ? "nothing-done" : "other";
  }
}

/** What befalls each request, drawn from its payment and how many came before. */
function createPlan(seed) {
  const faulted: Set<string> = new Set();
  const plays: Record<string, number> = {};
  const calls: Map<string, number> = new Map();
  /** What the socket does with the request that is under way. */
  const sockets: Map<string, string> = new Map();
  let begun = 0;

  function next(method, tracking_id) {
    const name = `${method} ${tracking_id}`;
    const call = (calls.get(name) ?? 0) + 1;
    calls.set(name, call);
    const drawn = draw(seed, name, call);
    const one = (list) => seededChoice(list, seed, "one", name, call);
    if (method !== "POST")
      return drawn < shares.status ? one([...atFetch, ...onSocket]) : undefined;
    if (drawn < shares.lost) {
      const loss = one([...atFetch, ...onSocket]);
      faulted.add(tracking_id);
      plays[loss] = (plays[loss] ?? 0) + 1;
      return loss;
    }
    return drawn < shares.lost + shares.unsent ? one(Object.keys(errorsBeforeSending)) : undefined;
  }

  return {
    faulted,
    plays,
    begin: () => (begun += 1),
    atFetch: ({ method, tracking_id }) => {
      const fault = next(method, tracking_id);
      if (fault !== undefined && losses[fault] !== undefined) sockets.set(tracking_id, fault);
      else sockets.delete(tracking_id);
      return fault;
    },
    onSocket: ({ tracking_id }) => sockets.get(tracking_id),
  };
}
