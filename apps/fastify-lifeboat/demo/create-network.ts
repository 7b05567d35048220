export interface RefundRequest {
  tracking_id: string;
  amount: string;
}

/**
 * Creates the connection to the gateway. It can drop the next request or response, and handles the refund operation, which
 * the sandbox does not support.
 */
export function createNetwork(apiKey: string) {
  let dropped: "request" | "response" | undefined;
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

  const dropOrForward: typeof fetch = async (input, init) => {
    const drop = dropped;
    dropped = undefined;
    calls.push(`${init?.method ?? "GET"} ${urlOf(input).pathname}`);
    const response = drop === "request" ? undefined : await toGateway(input, init);
    if (drop === undefined && response !== undefined) return response;
    await response?.body?.cancel();
    throw new TypeError("fetch failed", { cause: new Error("connection reset") });
  };

  return {
    fetch: dropOrForward,
    /** The refunds that the gateway accepted. */
    refunds,
    /** All calls, including dropped ones, such as `POST /payments/hosted`. */
    calls,
    dropNext(part: "request" | "response") {
      dropped = part;
    },
    /** Sets the response status of all further refunds. */
    setRefundStatus(status: number) {
      refundStatus = status;
    },
  };
}

function urlOf(input: string | URL | Request): URL {
  return new URL(input instanceof Request ? input.url : input);
}
