import { coreVersion } from "../../src/protocol/version.generated.js";
import { describe, expect, test } from "vitest";
import * as built from "../../dist/index.js";
import * as source from "../../src/index.js";
import {
  answer,
  byMethod,
  charge,
  checkout,
  clientOf,
  cutTheSocket,
  failureOf,
  startGateway,
} from "./stub-gateway.js";

const answered = { operation: "direct", status: 400, body: {} };

/** One of each kind, its code, its guard; made by the one copy of the library or the other. */
const kinds = ({
  ConnectionError,
  GatewayFaultError,
  InvalidArgumentError,
  InvalidOptionError,
  InvalidSignatureError,
  OutcomeUnknownError,
  RedirectRefusedError,
  RequestRejectedError,
  TimeoutError,
  UnexpectedResponseError,
}: typeof source) =>
  [
    ["invalid_option", new InvalidOptionError("o", "p"), "isInvalidOptionError"],
    ["invalid_argument", new InvalidArgumentError("f", "p"), "isInvalidArgumentError"],
    ["invalid_signature", new InvalidSignatureError("p"), "isInvalidSignatureError"],
    ["request_rejected", new RequestRejectedError(answered), "isRequestRejectedError"],
    ["gateway_fault", new GatewayFaultError({ ...answered, report: "r" }), "isGatewayFaultError"],
    ["connection_failed", new ConnectionError("direct", "ECONNREFUSED"), "isConnectionError"],
    ["timeout", new TimeoutError("direct", 5), "isTimeoutError"],
    ["redirect_refused", new RedirectRefusedError("direct", 302, "x"), "isRedirectRefusedError"],
    [
      "unexpected_response",
      new UnexpectedResponseError(answered, "p"),
      "isUnexpectedResponseError",
    ],
    [
      "outcome_unknown",
      new OutcomeUnknownError({
        operation: "direct",
        tracking_id: "a",
        lastKnownStatus: { state: "not-found" },
        cause: undefined,
      }),
      "isOutcomeUnknownError",
    ],
  ] as const;

const copies = { source, built: built as unknown as typeof source };

test("the two copies are two", () => {
  expect(copies.built.NumipayError).not.toBe(copies.source.NumipayError);
});

for (const [maker, made] of Object.entries(copies)) {
  for (const [reader, asked] of Object.entries(copies)) {
    describe(`an error made by ${maker}, asked about in ${reader}`, () => {
      test.each(kinds(made))("is known for its own kind alone: %s", (code, error, guard) => {
        expect(error.code).toBe(code);
        expect(asked.isNumipayError(error)).toBe(true);
        const guards = kinds(asked).map(([, , name]) => name);
        expect(guards.filter((name) => asked[name](error))).toEqual([guard]);
      });
    });
  }
}

test("no guard takes another thing for an error of the library", () => {
  const others = [
    null,
    undefined,
    5,
    "timeout",
    {},
    new Error("x"),
    { code: "timeout", name: "TimeoutError" },
  ];
  const guards = [source.isNumipayError, ...kinds(source).map(([, , name]) => source[name])];
  for (const other of [...others, Object.assign(new Error("x"), { code: "outcome_unknown" })]) {
    expect(guards.filter((guard) => guard(other))).toEqual([]);
  }
});

for (const [maker, made] of Object.entries(copies)) {
  // A bundler that renames a class would rename its errors too.
  test.each(kinds(made))(
    `%s, made by ${maker}, bears its class's name, and has a stack`,
    (code, error, guard) => {
      expect(error).toBeInstanceOf(made.NumipayError);
      expect(error).toBeInstanceOf(Error);
      expect(`is${error.name}`).toBe(guard);
      expect(String(error)).toMatch(new RegExp(`^${error.name}: .+`));
      expect(error.stack).toContain("errors.test.ts");
      expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code });
    },
  );
}

describe("a refusal", () => {
  test.each([
    ["message", { message: "no such currency", more: { deep: [1] } }, '400: "no such currency".'],
    ["error", { error: "no funds" }, '400: "no funds".'],
    ["message before error", { error: "b", message: "a" }, '400: "a".'],
    ["neither", { detail: "x" }, "400. Nothing"],
    ["an error that is no sentence", { error: { code: 7 } }, "400. Nothing"],
    ["an array", [1, 2], "400. Nothing"],
    ["a text", "<html>no</html>", "400. Nothing"],
    ["nothing", "", "400. Nothing"],
    ["a sentence of two lines", { message: "a\nb" }, '400: "a\\nb".'],
  ])("keeps the body whole and quotes its sentence: %s", async (_name, body, words) => {
    const gateway = await startGateway(answer(400, body));
    const error = await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
    expect(error).toMatchObject({ body, status: 400, operation: "hostedCheckout" });
    expect(String(error)).toContain(words);
  });

  test("quotes no more of a sentence than a log line bears", async () => {
    const message = "no ".repeat(20_000);
    const gateway = await startGateway(answer(400, { message }));
    const error = (await failureOf(clientOf(gateway).payments.hostedCheckout(checkout))) as Error;
    expect(error.message.length).toBeLessThan(1_000);
    expect(error).toMatchObject({ body: { message } });
  });
});

describe("the report of a fault", () => {
  const headers = {
    "x-request-id": "r-1",
    "x-correlation-id": "c-1",
    traceparent: "00-1",
    "cf-ray": "ray-1",
  };

  test("of a call that only looks tells the call, the time, the answer and its traces", async () => {
    const gateway = await startGateway(answer(503, { error: "down" }, headers));
    const before = Date.now();
    const error = await failureOf(clientOf(gateway, { retries: 0 }).transactions.status("a/b"));
    const { report, message } = error as source.GatewayFaultError;
    expect(message).toContain(report);
    expect(report.split("\n")).toEqual([
      expect.stringMatching(/^ {2}time: \d{4}-\d\d-\d\dT[\d:.]+Z$/),
      "  call: GET /transactions/a%2Fb (transactionStatus)",
      "  tracking_id: a/b",
      "  attempts: 1",
      "  status: 503",
      "  x-request-id: r-1",
      "  x-correlation-id: c-1",
      "  traceparent: 00-1",
      "  cf-ray: ray-1",
      expect.stringMatching(/^ {2}date: .+ GMT$/),
      '  body: {"error":"down"}',
      `  sent by: @numipay/core ${coreVersion}, Node ${process.version} on ${process.platform} ${process.arch}`,
    ]);
    const time = Date.parse(/time: (\S+)/.exec(report)?.[1] ?? "");
    expect(time).toBeGreaterThanOrEqual(before);
    expect(time).toBeLessThanOrEqual(Date.now());
  });

  test("of a payment names the transaction, and comes with the unknown outcome", async () => {
    const gateway = await startGateway(
      byMethod({ POST: answer(500, "", headers), GET: answer(404) }),
    );
    const error = (await failureOf(clientOf(gateway).payments.hostedCheckout(checkout))) as Error;
    const { report } = error.cause as source.GatewayFaultError;
    expect(error.message).toContain(report);
    expect(report).toContain(
      "  call: POST /payments/hosted (hostedCheckout)\n  tracking_id: order-1\n",
    );
    expect(report).toContain("  x-request-id: r-1\n");
    expect(report).toContain("  body: (none)");
  });

  test("of a payment has its fields, and no card, customer's address or unknown field", async () => {
    const gateway = await startGateway(byMethod({ POST: answer(500), GET: answer(404) }));
    const request = {
      ...charge,
      email: "canary@shop.example",
      api_secret: "canary-1",
      basket: { token: "canary-2" },
    };
    const error = (await failureOf(clientOf(gateway).payments.serverToServer(request))) as Error;
    const { report } = error.cause as source.GatewayFaultError;
    for (const field of ["tracking_id", "user_id", "currency", "amount"] as const) {
      expect(report).toContain(`\n  ${field}: ${charge[field]}\n`);
    }
    for (const field of ["card_number", "cvv", "expiry_month", "email", "api_secret", "basket"]) {
      expect(report).toContain(`\n  ${field}: (withheld)\n`);
    }
    expect(report).not.toMatch(/canary|4242|9173/);
    expect(report).not.toContain(charge.card_holder);
  });

  test("counts the attempts of a call that is repeated", async () => {
    const gateway = await startGateway(answer(503));
    const error = await failureOf(clientOf(gateway, { retries: 2 }).transactions.list());
    expect((error as source.GatewayFaultError).report).toContain("\n  attempts: 3\n");
  });

  test("holds no more of the body than a mail bears", async () => {
    const gateway = await startGateway(answer(500, "x".repeat(60_000)));
    const error = await failureOf(clientOf(gateway, { retries: 0 }).transactions.list());
    expect((error as source.GatewayFaultError).report.length).toBeLessThan(3_000);
    expect((error as source.GatewayFaultError).body).toHaveLength(60_000);
  });
});

// A payout exists before it is decided, so that finding it says nothing of the decision.
test.each(["approve", "reject"] as const)(
  "the advice after a lost %s goes by the payout's status, not by its being there",
  async (decision) => {
    const pending = answer(200, { transaction_status: "pending" });
    const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: pending }));
    const ids = { tracking_id: "mine", transaction_id: "theirs" };
    const error = await failureOf(clientOf(gateway).payouts[decision](ids));
    expect(error).toMatchObject({
      lastKnownStatus: { state: "found", transaction_status: "pending" },
    });
    expect((error as source.OutcomeUnknownError).advice).toContain("still pending");
    expect((error as source.OutcomeUnknownError).advice).not.toContain("do not send it again");
  },
);
