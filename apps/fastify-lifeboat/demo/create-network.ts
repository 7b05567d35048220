import { createFaultyFetch } from "sample-tests/demo";

export interface RefundRequest {
  tracking_id: string;
  amount: string;
}

/**
 * Creates the connection to the gateway. It can drop the next request or response, and handles the refund operation, which
 * the sandbox does not support.
 */
export function createNetwork(apiKey: string) {
  let refundStatus = 200;
  const refunds: RefundRequest[] = [];
  const calls: string[] = [];

  const toGateway: typeof fetch = async (input, init) => {
    if (!urlOf(input).pathname.endsWith("/refunds")) return fetch(input, init);
    if (new Headers(init?.headers).get("x-api-key") !== apiKey) {
      return new Response(null, { status: 401 });
    }
    if (refundStatus !== 200) {
      return Response.json({ message: "Refund rejected." }, { status: refundStatus });
    }
    refunds.push(JSON.parse(String(init?.body)) as RefundRequest);
    return Response.json({ refund_status: "accepted" });
  };

  const { fetch: faultyFetch, failNext } = createFaultyFetch(toGateway);
  const recordAndSend: typeof fetch = (input, init) => {
    calls.push(`${init?.method ?? "GET"} ${urlOf(input).pathname}`);
    return faultyFetch(input, init);
  };

  return {
    fetch: recordAndSend,
    /** The refunds that the gateway accepted. */
    refunds,
    /** All calls, including dropped ones, such as `POST /payments/hosted`. */
    calls,
    failNext,
    /** Sets the response status of all further refunds. */
    setRefundStatus(status: number) {
      refundStatus = status;
    },
  };
}

function urlOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input);
}
