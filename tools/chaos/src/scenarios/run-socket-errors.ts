import { isOutcomeUnknownError, nothingWasDone, Numipay } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import { createLossyFetch, createRetryingFetch } from "../gateways/lossy-fetch.js";
import { createLossyGateway } from "../gateways/lossy-gateway.js";
import { createSocketFaults } from "../gateways/socket-faults.js";
import { type ClientOutcome, type ClientReport, compareClient } from "../oracle/compare-client.js";
import { createCleanup } from "./cleanup.js";
import { rejectWhenAborted } from "./reject-when-aborted.js";
import type { RunOptions, RunResult } from "./scenario.js";

/** How many payments are in progress at once. */
const concurrency = 32;
/** Ends a run in which no payment counts as faulted. */
const mostPaymentsPerFault = 10;

type SocketErrorOptions = Omit<RunOptions, "family">;
type Cleanup = ReturnType<typeof createCleanup>;

/**
 * Sends payouts to a gateway that carries out each of them and loses many responses, on real sockets and as errors of
 * `fetch`. A payment counts as faulted if the gateway had it when the response was lost. `lost` counts the payments that the
 * client reports as not done, `doubled` those that it sent again.
 */
export async function runSocketErrors(options: SocketErrorOptions): Promise<RunResult> {
  const cleanup = createCleanup();
  try {
    return await Promise.race([run(options, cleanup), rejectWhenAborted(options.signal)]);
  } finally {
    await cleanup.close();
  }
}

async function run(
  { mode, seed, faults, onProgress, signal }: SocketErrorOptions,
  cleanup: Cleanup,
): Promise<RunResult> {
  const startedAt = performance.now();
  const socketFaults = createSocketFaults(seed);
  const { faulted } = socketFaults;
  const sandbox = cleanup.add(await createSandbox({ seed, autoDeliver: false }));
  const gateway = cleanup.add(await createLossyGateway(sandbox, socketFaults.chooseForSocket));
  const lossyFetch = createLossyFetch(socketFaults.chooseForFetch);
  const numipay = new Numipay({
    apiKey: sandbox.apiKey,
    baseUrl: gateway.url,
    retryDelayMs: 1,
    fetch: mode.retriesAnyError === true ? createRetryingFetch(lossyFetch) : lossyFetch,
  });
  const reports: ClientReport[] = [];
  const isOver = () =>
    faulted.size >= faults ||
    reports.length >= faults * mostPaymentsPerFault ||
    signal?.aborted === true;
  let payments = 0;
  const pay = async () => {
    while (!isOver()) {
      payments += 1;
      const tracking_id = `payout-${payments}`;
      reports.push({ tracking_id, outcome: await requestPayout(numipay, tracking_id) });
      onProgress(Math.min(1, faulted.size / faults));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, pay));
  const { notFound, other, ...verdict } = compareClient(reports, gateway.posts);
  return {
    ...verdict,
    problems: [
      ...(notFound > 0 ? [`${notFound} payments were reported as unknown to the gateway`] : []),
      ...(other > 0 ? [`${other} payments ended with an unclassified error`] : []),
    ],
    events: reports.length,
    deliveries: gateway.counts.requests,
    faults: faulted.size,
    reruns: 0,
    variants: socketFaults.variants,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

async function requestPayout(numipay: Numipay, tracking_id: string): Promise<ClientOutcome> {
  try {
    await numipay.payouts.request({
      tracking_id,
      user_id: "customer-1",
      currency: "EUR",
      amount: "20.00",
    });
    return "done";
  } catch (error) {
    if (isOutcomeUnknownError(error)) {
      return error.lastKnownStatus.state === "not-found" ? "not-found" : "unknown";
    }
    return nothingWasDone(error) ? "nothing-done" : "other";
  }
}
