import { describe, expect, test } from "vitest";
import {
  answer,
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

const pending = { transaction_status: "pending" };

const lost: [string, Reply, object][] = [
  ["the socket cut after the request", cutTheSocket, { name: "UnansweredError" }],
  ["the socket reset after the request", resetTheSocket, { name: "UnansweredError" }],
  ["the answer's head cut", cutAfter("HTTP/1.1 200 OK\r\nContent-Ty"), { name: "UnansweredError" }],
  [
    "the answer's body cut",
    cutAfter('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"url":"https://pay.exam'),
    { name: "UnansweredError" },
  ],
  [
    "a chunked body cut",
    cutAfter('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{"url":"'),
    { name: "UnansweredError" },
  ],
  [
    "a refusal whose body is cut",
    cutAfter('HTTP/1.1 400 Bad Request\r\nContent-Length: 99\r\n\r\n{"mess'),
    { name: "UnansweredError" },
  ],
  [
    "an answer that is no HTTP",
    cutAfter("220 mail.example ESMTP\r\n\r\n"),
    { name: "UnansweredError" },
  ],
  ["no answer in time", hang, { name: "UnansweredError" }],
  [
    "a body that does not unpack",
    answer(200, "no gzip", { "content-encoding": "gzip" }),
    { name: "UnansweredError" },
  ],
  ["a yes that is no JSON", answer(200, "<html>hello</html>"), { code: "unexpected_response" }],
  [
    "a yes cut without a length",
    answer(200, '{"url":"https://pay'),
    { code: "unexpected_response" },
  ],
  ["a yes without a url", answer(200, {}), { code: "unexpected_response" }],
  ["a yes of null", answer(200, "null"), { code: "unexpected_response" }],
  ["a yes of an array", answer(200, []), { code: "unexpected_response" }],
  ["a yes without a word", answer(200, ""), { code: "unexpected_response" }],
  ["a 204", (response) => void response.writeHead(204).end(), { code: "unexpected_response" }],
  ...[500, 501, 502, 503, 504, 599].map((status): [string, Reply, object] => [
    `a ${status}`,
    answer(status, { error: "sorry" }),
    { code: "gateway_fault", status, body: { error: "sorry" } },
  ]),
];

describe.each(lost)("after %s", (_name, reply, cause) => {
  test.each([
    [
      "found",
      answer(200, { ...pending, more: 1 }),
      { state: "found", ...pending, more: 1 },
      "do not send it again",
    ],
    ["not-found", answer(404, { message: "who?" }), { state: "not-found" }, "SAME tracking_id"],
    [
      "not-known",
      answer(401, { message: "no" }),
      { state: "not-known" },
      "before anything is sent again",
    ],
  ])(
    "a payment is sent once, and its status is %s",
    async (_state, status, lastKnownStatus, advice) => {
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
    },
  );
});

test.each([
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
])("%s is sent once too", async (operation, call) => {
  const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: answer(200, pending) }));
  await expect(call(clientOf(gateway, { retries: 9 }))).rejects.toMatchObject({
    code: "outcome_unknown",
    operation,
  });
  expect(gateway.count("POST")).toBe(1);
});

test.each([
  ["a redirect", answer(302, "", { location: "https://evil.example" })],
  ["a fault, again and again", answer(503)],
  ["a cut, again and again", cutTheSocket],
  ["a yes that is no JSON", answer(200, "<html>")],
  ["a yes without a status", answer(200, {})],
  ["a refusal of the key", answer(403)],
])("asking for the status may bring %s, and the outcome is not known", async (_name, reply) => {
  const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: reply }));
  const error = await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
  expect(error).toMatchObject({ code: "outcome_unknown", lastKnownStatus: { state: "not-known" } });
  expect((error as { lastKnownStatus: { why: string } }).lastKnownStatus.why).toContain(
    "transactionStatus",
  );
});

test("asking for the status is tried again where that may help", async () => {
  let asked = 0;
  const gateway = await startGateway(
    byMethod({
      POST: cutTheSocket,
      GET: (response, seen) => answer((asked += 1) < 3 ? 503 : 200, pending)(response, seen),
    }),
  );
  await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
    lastKnownStatus: { state: "found", ...pending },
  });
  expect(gateway.count("POST")).toBe(1);
});

// An answer's own `state` would have turned "found" into "not-found", and the advice into "send it again".
test("a status answer cannot say what the finding is", async () => {
  const status = { ...pending, state: "not-found" };
  const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: answer(200, status) }));
  await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
    lastKnownStatus: { state: "found", ...pending },
  });
});

test("an answer nested past all sense leaves a POST's outcome unknown, and it is sent once", async () => {
  const deep = `${"[".repeat(200_000)}${"]".repeat(200_000)}`;
  const gateway = await startGateway(byMethod({ POST: answer(200, deep), GET: answer(404) }));
  await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
    code: "outcome_unknown",
  });
  expect(gateway.count("POST")).toBe(1);
});
