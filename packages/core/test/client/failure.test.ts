import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { toFailure } from "../../src/client/failure.js";
import { answer, checkout, clientOf, closedPort, failureOf, startGateway } from "./stub-gateway.js";

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error("free text"), { code, ...more });
const fromCall = (syscall: string, code: string, more: object = {}): Error =>
  withCode(code, { syscall, ...more });
const fetchFailed = (cause: unknown): Error => new TypeError("fetch failed", { cause });

const unreachable = ["EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "ETIMEDOUT"];

describe("proves that nothing was sent", () => {
  test.each([...unreachable, "ECONNREFUSED", "EADDRNOTAVAIL", "ECONNRESET", "EACCES"])(
    "connect %s",
    (code) => {
      expect(toFailure(fetchFailed(fromCall("connect", code)))).toEqual({
        neverSent: true,
        permanent: false,
        reason: code,
      });
    },
  );

  test.each(["ENOTFOUND", "EAI_AGAIN"])("getaddrinfo %s", (code) => {
    expect(toFailure(fetchFailed(fromCall("getaddrinfo", code)))).toMatchObject({
      neverSent: true,
      reason: code,
    });
  });

  test("undici's time limit for a connection", () => {
    const error = fetchFailed(withCode("UND_ERR_CONNECT_TIMEOUT"));
    expect(toFailure(error)).toMatchObject({ neverSent: true, permanent: false });
  });

  test("IPv6 and IPv4 both refused", () => {
    const leaves = [fromCall("connect", "ECONNREFUSED"), fromCall("connect", "ENETUNREACH")];
    // Node copies the first address's code to the AggregateError.
    const both = Object.assign(new AggregateError(leaves), { code: "ECONNREFUSED" });
    expect(toFailure(fetchFailed(both))).toMatchObject({ neverSent: true });
  });

  test.each<[string, unknown]>([
    ["wrapped twice", new Error("x", { cause: fetchFailed(fromCall("connect", "ECONNREFUSED")) })],
    ["with a cause of null", fromCall("connect", "ECONNREFUSED", { cause: null })],
    ["listed twice", new AggregateError(Array(2).fill(fromCall("connect", "ECONNREFUSED")))],
  ])("a refused connection %s", (_name, error) => {
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });

  // Jest runs a test in a realm of its own: the errors of fetch are not instances of its Error.
  test("an error of another realm", () => {
    const error: unknown = runInNewContext(
      `new TypeError("x", {
        cause: Object.assign(new Error("y"), { code: "ECONNREFUSED", syscall: "connect" }),
      })`,
    );
    expect(error instanceof Error).toBe(false);
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });

  test("a real connection that is refused", async () => {
    const error = await failureOf(fetch(`http://127.0.0.1:${await closedPort()}`));
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });
});

describe("does not prove that nothing was sent", () => {
  const codes = [...unreachable, "ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND"];

  test.each(
    ["read", "write", "writev", "shutdown", "connecting", ""].flatMap((syscall) =>
      codes.map((code) => [syscall, code] as const),
    ),
  )("%s %s", (syscall, code) => {
    expect(toFailure(fetchFailed(fromCall(syscall, code)))).toMatchObject({
      neverSent: false,
      permanent: false,
      reason: code,
    });
  });

  test.each(codes)("%s without a system call", (code) => {
    expect(toFailure(fetchFailed(withCode(code)))).toMatchObject({ neverSent: false });
    expect(toFailure(withCode(code))).toMatchObject({ neverSent: false });
  });

  const refused = fromCall("connect", "ECONNREFUSED");
  const lost = fromCall("read", "EHOSTUNREACH");

  test.each<[string, unknown]>([
    ["a closed socket", fetchFailed(withCode("UND_ERR_SOCKET"))],
    ["no response head", fetchFailed(withCode("UND_ERR_HEADERS_TIMEOUT"))],
    ["a proxy's refusal", fetchFailed(withCode("UND_ERR_ABORTED"))],
    ["a TLS alert", fetchFailed(withCode("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"))],
    ["a TLS protocol error", fetchFailed(fromCall("write", "EPROTO"))],
    ["one of two addresses lost", new AggregateError([refused, lost])],
    ["one of two errors unnamed", new AggregateError([refused, new Error("free text")])],
    ["a nested list with one lost", new AggregateError([refused, new AggregateError([lost])])],
    ["a list's cause that was lost", Object.assign(new AggregateError([refused]), { cause: lost })],
    ["a refusal that a loss caused", fromCall("connect", "ECONNREFUSED", { cause: lost })],
    ["a loss that a refusal caused", fromCall("read", "ECONNREFUSED", { cause: refused })],
    ["a reset around a refusal", withCode("ECONNRESET", { cause: refused })],
    ["a closed socket around a refusal", withCode("UND_ERR_SOCKET", { cause: refused })],
    ["a refusal around an unnamed cause", fromCall("connect", "E", { cause: new Error("x") })],
    ["a refusal around a text", fromCall("connect", "ECONNREFUSED", { cause: "ECONNREFUSED" })],
    ["a system call without a code", Object.assign(new Error("x"), { syscall: "connect" })],
    [
      "more errors than are read",
      new AggregateError(Array.from({ length: 200 }, () => fromCall("connect", "ECONNREFUSED"))),
    ],
    ["an error without a code", new Error("free text")],
    ["no errors at all", new AggregateError([])],
    ["a text", "ECONNREFUSED"],
    ["a number as a code", Object.assign(new Error("x"), { code: 7, syscall: "connect" })],
    ["nothing", undefined],
    ["null", null],
  ])("%s", (_name, error) => {
    expect(toFailure(error)).toMatchObject({ neverSent: false, permanent: false });
  });

  test.each([
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("%s, and trying again cannot help", (code) => {
    expect(toFailure(fetchFailed(withCode(code)))).toEqual({
      neverSent: false,
      permanent: true,
      reason: code,
    });
  });

  test("a circle of causes", () => {
    const circle = fromCall("connect", "ECONNREFUSED");
    circle.cause = new Error("x", { cause: circle });
    expect(toFailure(circle)).toMatchObject({ neverSent: false });
  });

  test("an endless chain of causes", () => {
    const endless = (): object => ({
      get cause() {
        return endless();
      },
    });
    expect(toFailure(endless())).toMatchObject({ neverSent: false, reason: "no answer" });
  });
});

test.each(["4242424242424242", "free text", "a".repeat(100), ""])(
  "a code that is no code is not repeated: %j",
  (code) => {
    expect(toFailure(withCode(code)).reason).toBe("no answer");
  },
);

test.each([
  ["getaddrinfo", "ENOTFOUND"],
  ["getaddrinfo", "EAI_AGAIN"],
  ["connect", "ECONNREFUSED"],
])("sends a POST after %s %s", async (syscall, code) => {
  const gateway = await startGateway(answer(200, { url: "https://pay.example/1" }));
  let attempts = 0;
  const blocked: typeof fetch = (input, init) => {
    attempts += 1;
    return attempts < 3 ? Promise.reject(fetchFailed(fromCall(syscall, code))) : fetch(input, init);
  };
  await clientOf(gateway, { fetch: blocked }).payments.hostedCheckout(checkout);
  expect(gateway.count("POST")).toBe(1);
});

test("a POST that met a refusal first and a cut later is not sent a third time", async () => {
  const gateway = await startGateway(answer(404));
  let posts = 0;
  const failing: typeof fetch = (input, init) => {
    if (init?.method === "GET") return fetch(input, init);
    posts += 1;
    const cause =
      posts === 1 ? fromCall("connect", "ECONNREFUSED") : fromCall("read", "ECONNRESET");
    return Promise.reject(fetchFailed(cause));
  };
  const numipay = clientOf(gateway, { fetch: failing, retries: 5 });
  expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
    code: "outcome_unknown",
    lastKnownStatus: { state: "not-found" },
  });
  expect(posts).toBe(2);
});

test.each(["read", "write", undefined])(
  "a POST that %s EHOSTUNREACH broke is sent once, a GET again",
  async (syscall) => {
    const gateway = await startGateway(answer(200, { transaction_status: "pending" }));
    const attempts: (string | undefined)[] = [];
    const breaking: typeof fetch = async (input, init) => {
      attempts.push(init?.method);
      if (attempts.length > 2) return fetch(input, init);
      throw fetchFailed(withCode("EHOSTUNREACH", syscall === undefined ? {} : { syscall }));
    };
    const numipay = clientOf(gateway, { fetch: breaking });
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "found", transaction_status: "pending" },
    });
    expect(attempts).toEqual(["POST", "GET", "GET"]);
  },
);
