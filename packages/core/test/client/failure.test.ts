import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../src/client/failure.js";
import { answer, checkout, clientOf, failureOf, startGateway } from "./stub-gateway.js";

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error("free text"), { code, ...more });
const fetchFailed = (cause: unknown): Error => new TypeError("fetch failed", { cause });

describe("nothing was sent after", () => {
  test.each([
    "ECONNREFUSED",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
    "ENETUNREACH",
    "UND_ERR_CONNECT_TIMEOUT",
  ])("%s", (code) => {
    expect(toFailure(fetchFailed(withCode(code)))).toEqual({
      neverSent: true,
      permanent: false,
      reason: code,
    });
  });

  test("a connect that ran out of time", () => {
    const error = fetchFailed(withCode("ETIMEDOUT", { syscall: "connect" }));
    expect(toFailure(error)).toMatchObject({ neverSent: true, permanent: false });
  });

  test("IPv6 and IPv4 both refused", () => {
    const both = new AggregateError([withCode("ECONNREFUSED"), withCode("ENETUNREACH")]);
    expect(toFailure(fetchFailed(both))).toMatchObject({ neverSent: true });
  });

  test.each([
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("%s, and trying again cannot help", (code) => {
    expect(toFailure(fetchFailed(withCode(code)))).toEqual({
      neverSent: true,
      permanent: true,
      reason: code,
    });
  });

  // Jest runs a test in a realm of its own: the errors of fetch are not instances of its Error.
  test("an error of another realm", () => {
    const error: unknown = runInNewContext(
      "new TypeError('x', { cause: Object.assign(new Error('y'), { code: 'ECONNREFUSED' }) })",
    );
    expect(error instanceof Error).toBe(false);
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });
});

describe("something may have been sent after", () => {
  test.each<[string, unknown]>([
    ["a reset", fetchFailed(withCode("ECONNRESET"))],
    ["a broken pipe", fetchFailed(withCode("EPIPE"))],
    ["a closed socket", fetchFailed(withCode("UND_ERR_SOCKET"))],
    ["a time-out past the connect", fetchFailed(withCode("ETIMEDOUT", { syscall: "read" }))],
    ["no answer's head", fetchFailed(withCode("UND_ERR_HEADERS_TIMEOUT"))],
    [
      "one of two addresses reset",
      new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNRESET")]),
    ],
    ["an error without a code", new Error("free text")],
    ["no errors at all", new AggregateError([])],
    ["a text", "ECONNREFUSED"],
    ["a number as a code", Object.assign(new Error("x"), { code: 7 })],
    ["nothing", undefined],
    ["null", null],
  ])("%s", (_name, error) => {
    expect(toFailure(error)).toMatchObject({ neverSent: false, permanent: false });
  });

  test("a circle of causes", () => {
    const circle = new Error("x");
    circle.cause = circle;
    expect(toFailure(circle)).toMatchObject({ neverSent: false, reason: "no answer" });
  });
});

test.each(["4242424242424242", "free text", "a".repeat(100), ""])(
  "a code that is no code is not repeated: %j",
  (code) => {
    expect(toFailure(withCode(code)).reason).toBe("no answer");
  },
);

test.each(["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED"])(
  "a POST that met %s is sent as soon as the way is free",
  async (code) => {
    const gateway = await startGateway(answer(200, { url: "https://pay.example/1" }));
    let attempts = 0;
    const blocked: typeof fetch = (input, init) => {
      attempts += 1;
      return attempts < 3 ? Promise.reject(fetchFailed(withCode(code))) : fetch(input, init);
    };
    await clientOf(gateway, { fetch: blocked }).payments.hostedCheckout(checkout);
    expect(gateway.count("POST")).toBe(1);
  },
);

test("a POST that met a refusal first and a cut later is not sent a third time", async () => {
  const gateway = await startGateway(answer(404));
  let posts = 0;
  const failing: typeof fetch = (input, init) => {
    if (init?.method === "GET") return fetch(input, init);
    posts += 1;
    return Promise.reject(fetchFailed(withCode(posts === 1 ? "ECONNREFUSED" : "ECONNRESET")));
  };
  const numipay = clientOf(gateway, { fetch: failing, retries: 5 });
  expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
    code: "outcome_unknown",
    finding: { state: "not-found" },
  });
  expect(posts).toBe(2);
});
