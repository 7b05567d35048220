import { createLossyFetch } from "../gateways/lossy-fetch.js";
import { readRequest } from "../gateways/read-request.js";
import { createSocketFaults } from "../gateways/socket-faults.js";
import { reportHandlerFault } from "../receiver/report-pipe.js";
import type { PayerFaults } from "./payer-steps.js";

export interface PayerFetchOptions {
  faults: PayerFaults;
  seed: string;
  /** Whether connections to the gateway fail. */
  losesResponses: boolean;
}

/** The payer's `fetch`: with the steps around a POST, and with connections that fail. The gateway does what a header names. */
export function createPayerFetch({
  faults,
  seed,
  losesResponses,
}: PayerFetchOptions): typeof fetch {
  const { chooseForFetch, chooseForSocket } = createSocketFaults(seed);
  const isLossy = () => losesResponses && !faults.isDisarmed();
  const lossyFetch = createLossyFetch((request) => {
    const fault = isLossy() ? chooseForFetch(request) : undefined;
    if (fault !== undefined) reportHandlerFault(fault, request.tracking_id);
    return fault;
  }, send);

  async function send(url: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const { method = "GET" } = init;
    const headers = new Headers(init.headers);
    if (isLossy()) {
      const loss = chooseForSocket(readRequest(method, String(url), init.body));
      if (loss !== undefined) headers.set("x-chaos-loss", loss);
    }
    if (method === "POST" && faults.isKilledDuringPost()) {
      headers.set("x-chaos-kill", String(process.pid));
    }
    return await fetch(url, { ...init, headers });
  }

  return async (url, init) => {
    const isPost = init?.method === "POST";
    if (isPost) faults.reach("before-post");
    const response = await lossyFetch(url, init);
    if (isPost) faults.reach("after-post");
    return response;
  };
}
