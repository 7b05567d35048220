// @ts-check

/**
 * A line to the gateway on which the next request or response can be lost. Behind it is also the operation that the sandbox
 * does not know: refunds.
 */
export function createLine(apiKey: string) {
  let losing: "request" | "response" | undefined;
  let refundStatus = 200;
  const refunds: { tracking_id: string; amount: string }[] = [];
  const calls: string[] = [];

  const toGateway: typeof fetch = async (input, init) => {
    if (!String(input).endsWith("/refunds")) return fetch(input, init);
    if (new Headers(init?.headers).get("x-api-key") !== apiKey) {
      return new Response(null, { status: 401 });
    }
    if (refundStatus !== 200) return Response.json({ message: "no" }, { status: refundStatus });
    refunds.push(JSON.parse(String(init?.body)));
    return Response.json({ refund_status: "accepted" });
  };

  return {
    refunds,
    /** Every call that was tried, such as `POST /payments/hosted`. */
    calls,
    /** @param what of the next call */
    lose(what: "request" | "response") {
      losing = what;
    },
    /** @param status what refunds are answered with from now on */
    answerRefunds(status: number) {
      refundStatus = status;
    },
    async fetch(input, init) {
      const lost = losing;
      losing = undefined;
      calls.push(`${init?.method ?? "GET"} ${new URL(String(input)).pathname}`);
      const response = lost === "request" ? undefined : await toGateway(input, init);
      if (lost === undefined && response !== undefined) return response;
      await response?.body?.cancel();
      throw new TypeError("fetch failed", { cause: new Error("the connection was cut") });
    },
  };
}
