import { describe, expect, it } from "vitest";
import {
  respondWith,
  byMethod,
  charge,
  checkout,
  clientOf,
  cutAfter,
  cutTheSocket,
  failureOf,
  hang,
  type Reply,
  resetTheSocket,
  startGateway,
} from "./stub-gateway.js";

// Decision 0003: a 5xx to a call that moves money is an unknown outcome.

const pending = { transaction_status: "pending" };

const lost: [string, Reply, object][] = [
  ["the socket cut after the request", cutTheSocket, { name: "NoResponseError" }],
  ["the socket reset after the request", resetTheSocket, { name: "NoResponseError" }],
  ["a cut header", cutAfter("HTTP/1.1 200 OK\r\nContent-Ty"), { name: "NoResponseError" }],
  [
    "a cut body",
    cutAfter('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"url":"https://pay.exam'),
    { name: "NoResponseError" },
  ],
  [
    "a cut chunked body",
    cutAfter('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"url":"'),
    { name: "NoResponseError" },
  ],
  [
    "a rejection with a cut body",
    cutAfter('HTTP/1.1 400 Bad Request\r\nContent-Length: 99\r\n\r\n{"mess'),
    { name: "NoResponseError" },
  ],
  [
    "a response that is not HTTP",
    cutAfter("220 mail.example ESMTP\r\n\r\n"),
    { name: "NoResponseError" },
  ],
  ["no response in time", hang, { name: "NoResponseError" }],
  [
    "a body that does not decompress",
    respondWith(200, "no gzip", { "content-encoding": "gzip" }),
    { name: "NoResponseError" },
  ],
  [
    "a success that is not JSON",
    respondWith(200, "<html>hello</html>"),
    { code: "unexpected_response" },
  ],
  [
    "a truncated success without a length",
    respondWith(200, '{"url":"https://pay'),
    { code: "unexpected_response" },
  ],
  ["a success without a url", respondWith(200, {}), { code: "unexpected_response" }],
  ["a success of null", respondWith(200, "null"), { code: "unexpected_response" }],
  ["a success of an array", respondWith(200, []), { code: "unexpected_response" }],
  ["an empty success", respondWith(200, ""), { code: "unexpected_response" }],
  ["a 204", (response) => void response.writeHead(204).end(), { code: "unexpected_response" }],
  ...[500, 501, 502, 503, 504, 599].map((status): [string, Reply, object] => [
    `a ${status}`,
    respondWith(status, { error: "sorry" }),
    { code: "gateway_fault", status, body: { error: "sorry" } },
  ]),
];

describe.each(lost)("after %s", (_name, reply, cause) => {
  it.each([
    [
      "found",
      respondWith(200, { ...pending, more: 1 }),
      { state: "found", ...pending, more: 1 },
      "do not send it again",
    ],
    [
      "not-found",
      respondWith(404, { message: "who?" }),
      { state: "not-found" },
      "SAME tracking_id",
    ],
    [
      "not-known",
      respondWith(401, { message: "no" }),
      { state: "not-known" },
      "before you send anything again",
    ],
  ])("sends the payment once and reports %s", async (_state, status, lastKnownStatus, advice) => {
    const gateway = await startGateway(byMethod({ POST: reply, GET: status }));
    const error = await failureOf(
      clientOf(gateway, { timeoutMs: reply === hang ? 1_200 : 30_000 }).payments.hostedCheckout({
        ...checkout,
        tracking_id: "a/b",
      }),
    );
    expect(error).toMatchObject({
      code: "outcome_unknown",
      operation: "hostedCheckout",
      tracking_id: "a/b",
      lastKnownStatus,
      cause,
    });
    expect(String(error)).toContain(advice);
    expect((error as { advice: string }).advice).toContain(advice);
    expect(gateway.count("POST")).toBe(1);
    expect(gateway.seen[1]).toMatchObject({ method: "GET", path: "/transactions/a%2Fb" });
  });
});

describe("postOnce", () => {
  it.each([
    [
      "serverToServer",
      (numipay: ReturnType<typeof clientOf>) => numipay.payments.serverToServer(charge),
    ],
    [
      "direct",
      (numipay: ReturnType<typeof clientOf>) =>
        numipay.payments.direct({ ...checkout, provider_id: "p" }),
    ],
    ["requestPayout", (numipay: ReturnType<typeof clientOf>) => numipay.payouts.request(checkout)],
  ])("sends %s once", async (operation, call) => {
    const gateway = await startGateway(
      byMethod({ POST: cutTheSocket, GET: respondWith(200, pending) }),
    );
    await expect(call(clientOf(gateway, { retries: 9 }))).rejects.toMatchObject({
      code: "outcome_unknown",
      operation,
    });
    expect(gateway.count("POST")).toBe(1);
  });
});

describe("the status check", () => {
  it.each([
    ["a redirect", respondWith(302, "", { location: "https://evil.example" })],
    ["repeated 503s", respondWith(503)],
    ["repeated lost connections", cutTheSocket],
    ["a success that is not JSON", respondWith(200, "<html>")],
    ["a success without a status", respondWith(200, {})],
    ["a rejected key", respondWith(403)],
  ])("reports not-known after %s", async (_name, reply) => {
    const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: reply }));
    const error = await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "not-known" },
    });
    expect((error as { lastKnownStatus: { why: string } }).lastKnownStatus.why).toContain(
      "transactionStatus",
    );
  });

  it("is retried", async () => {
    let checks = 0;
    const gateway = await startGateway(
      byMethod({
        POST: cutTheSocket,
        GET: (response, seen) =>
          respondWith((checks += 1) < 3 ? 503 : 200, pending)(response, seen),
      }),
    );
    await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
      lastKnownStatus: { state: "found", ...pending },
    });
    expect(gateway.count("POST")).toBe(1);
  });

  // Regression: a response field named `state` turned "found" into "not-found", and the advice into "send it again".
  it("ignores a response field named state", async () => {
    const status = { ...pending, state: "not-found" };
    const gateway = await startGateway(
      byMethod({ POST: cutTheSocket, GET: respondWith(200, status) }),
    );
    await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
      lastKnownStatus: { state: "found", ...pending },
    });
  });
});

describe("postOnce", () => {
  it("sends a payment once after a deep response", async () => {
    const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
    const gateway = await startGateway(
      byMethod({ POST: respondWith(200, deep), GET: respondWith(404) }),
    );
    await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "outcome_unknown",
    });
    expect(gateway.count("POST")).toBe(1);
  });
});
