import { coreVersion } from "../../src/protocol/version.generated.js";
import { describe, expect, it } from "vitest";
import * as built from "../../dist/index.js";
import * as source from "../../src/index.js";
import {
  respondWith,
  byMethod,
  charge,
  checkout,
  clientOf,
  cutTheSocket,
  failureOf,
  startGateway,
} from "./stub-gateway.js";

const details = { operation: "direct", status: 400, body: {} };

/** One error of each kind with its code and guard, created by one copy of the library. */
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
    ["request_rejected", new RequestRejectedError(details), "isRequestRejectedError"],
    ["gateway_fault", new GatewayFaultError({ ...details, report: "r" }), "isGatewayFaultError"],
    ["connection_failed", new ConnectionError("direct", "ECONNREFUSED"), "isConnectionError"],
    ["timeout", new TimeoutError("direct", 5), "isTimeoutError"],
    ["redirect_refused", new RedirectRefusedError("direct", 302, "x"), "isRedirectRefusedError"],
    ["unexpected_response", new UnexpectedResponseError(details, "p"), "isUnexpectedResponseError"],
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

describe("error copies", () => {
  it("loads two separate copies", () => {
    expect(copies.built.NumipayError).not.toBe(copies.source.NumipayError);
  });
});

for (const [maker, made] of Object.entries(copies)) {
  for (const [reader, asked] of Object.entries(copies)) {
    describe(`an error of ${maker}, checked in ${reader}`, () => {
      it.each(kinds(made))("matches only its own guard: %s", (code, error, guard) => {
        expect(error.code).toBe(code);
        expect(asked.isNumipayError(error)).toBe(true);
        const guards = kinds(asked).map(([, , name]) => name);
        expect(guards.filter((name) => asked[name](error))).toEqual([guard]);
      });
    });
  }
}

describe("guards", () => {
  it("reject errors from elsewhere", () => {
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
});

for (const [maker, made] of Object.entries(copies)) {
  // Guards against a bundler that renames classes.
  it.each(kinds(made))(`%s of ${maker} has its class name and a stack`, (code, error, guard) => {
    expect(error).toBeInstanceOf(made.NumipayError);
    expect(error).toBeInstanceOf(Error);
    expect(`is${error.name}`).toBe(guard);
    expect(String(error)).toMatch(new RegExp(`^${error.name}: .+`));
    expect(error.stack).toContain("errors.test.ts");
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ code });
  });
}

describe("RequestRejectedError", () => {
  it.each([
    ["message", { message: "no such currency", more: { deep: [1] } }, '400: "no such currency".'],
    ["error", { error: "no funds" }, '400: "no funds".'],
    ["message before error", { error: "b", message: "a" }, '400: "a".'],
    ["neither", { detail: "x" }, "400. This attempt"],
    ["an error without a sentence", { error: { code: 7 } }, "400. This attempt"],
    ["an array", [1, 2], "400. This attempt"],
    ["a string", "<html>no</html>", "400. This attempt"],
    ["nothing", "", "400. This attempt"],
    ["a message of two lines", { message: "a\nb" }, '400: "a\\nb".'],
  ])("keeps the body and quotes its message: %s", async (_name, body, words) => {
    const gateway = await startGateway(respondWith(400, body));
    const error = await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
    expect(error).toMatchObject({ body, status: 400, operation: "hostedCheckout" });
    expect(String(error)).toContain(words);
  });

  it("truncates a long message", async () => {
    const message = "no ".repeat(20_000);
    const gateway = await startGateway(respondWith(400, { message }));
    const error = (await failureOf(clientOf(gateway).payments.hostedCheckout(checkout))) as Error;
    expect(error.message.length).toBeLessThan(1_000);
    expect(error).toMatchObject({ body: { message } });
  });
});

describe("GatewayFaultError.report", () => {
  const headers = {
    "x-request-id": "r-1",
    "x-correlation-id": "c-1",
    traceparent: "00-1",
    "cf-ray": "ray-1",
  };

  it("describes the call and the response", async () => {
    const gateway = await startGateway(respondWith(503, { error: "down" }, headers));
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

  it("includes the tracking_id after an unknown outcome", async () => {
    const gateway = await startGateway(
      byMethod({ POST: respondWith(500, "", headers), GET: respondWith(404) }),
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

  it("withholds card data, email and unknown fields", async () => {
    const gateway = await startGateway(byMethod({ POST: respondWith(500), GET: respondWith(404) }));
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

  it("counts the attempts", async () => {
    const gateway = await startGateway(respondWith(503));
    const error = await failureOf(clientOf(gateway, { retries: 2 }).transactions.list());
    expect((error as source.GatewayFaultError).report).toContain("\n  attempts: 3\n");
  });

  it("truncates the body", async () => {
    const gateway = await startGateway(respondWith(500, "x".repeat(60_000)));
    const error = await failureOf(clientOf(gateway, { retries: 0 }).transactions.list());
    expect((error as source.GatewayFaultError).report.length).toBeLessThan(3_000);
    expect((error as source.GatewayFaultError).body).toHaveLength(60_000);
  });
});

describe("OutcomeUnknownError.advice", () => {
  // A payout exists before it is approved or rejected, so finding it does not prove that the decision arrived.
  it.each(["approve", "reject"] as const)(
    "after a lost %s depends on the payout's status",
    async (decision) => {
      const pending = respondWith(200, { transaction_status: "pending" });
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
});
