import { runInNewContext } from "node:vm";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { toFailure } from "../../src/client/failure.js";
import {
  respondWith,
  checkout,
  clientOf,
  closedPort,
  failureOf,
  startGateway,
} from "./stub-gateway.js";

// Decision 0010: only a proof that nothing was sent allows a retry of a call that moves money.

const withCode = (code: string, more: object = {}): Error =>
  Object.assign(new Error("free text"), { code, ...more });
const fromCall = (syscall: string, code: string, more: object = {}): Error =>
  withCode(code, { syscall, ...more });
const quoting = (message: string, code?: string): Error =>
  Object.assign(new Error(message), code === undefined ? {} : { code });
const denoSent = "error sending request for url (https://api.example/)";
const fetchFailed = (cause: unknown): Error => new TypeError("fetch failed", { cause });

const unreachable = ["EHOSTUNREACH", "EHOSTDOWN", "ENETUNREACH", "ENETDOWN", "ETIMEDOUT"];

describe("toFailure with proof that nothing was sent", () => {
  it.each([...unreachable, "ECONNREFUSED", "EADDRNOTAVAIL", "ECONNRESET", "EACCES"])(
    "connect %s",
    (code) => {
      expect(toFailure(fetchFailed(fromCall("connect", code)))).toEqual({
        neverSent: true,
        permanent: false,
        reason: code,
      });
    },
  );

  it.each(["ENOTFOUND", "EAI_AGAIN"])("getaddrinfo %s", (code) => {
    expect(toFailure(fetchFailed(fromCall("getaddrinfo", code)))).toMatchObject({
      neverSent: true,
      reason: code,
    });
  });

  it("undici's connection timeout", () => {
    const error = fetchFailed(withCode("UND_ERR_CONNECT_TIMEOUT"));
    expect(toFailure(error)).toMatchObject({ neverSent: true, permanent: false });
  });

  it.each<[string, unknown]>([
    [
      "a proxy's 407",
      quoting("Proxy response (407) !== 200 when HTTP Tunneling", "UND_ERR_ABORTED"),
    ],
    ["a blocked port", quoting("bad port")],
    ["Bun before 1.4: refused", withCode("ConnectionRefused")],
    ["Bun before 1.4: unreachable", withCode("FailedToOpenSocket")],
    ["Deno: refused", quoting(`${denoSent}: client error (Connect): tcp connect error`)],
    ["Deno: blocked port", quoting("Fetch failed: Requests to port 9 are blocked")],
  ])("%s", (_name, error) => {
    expect(toFailure(error)).toMatchObject({ neverSent: true });
    expect(toFailure(fetchFailed(error))).toMatchObject({ neverSent: true });
  });

  it("Bun from 1.4 on: refused", () => {
    vi.stubGlobal("process", { versions: { bun: "1.4.5" } });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(toFailure(withCode("ECONNREFUSED"))).toMatchObject({ neverSent: true });
    expect(toFailure(withCode("ECONNRESET"))).toMatchObject({ neverSent: false });
  });

  it("Bun from 1.4 on: a proxy's 407", () => {
    const refusal = "Proxy refused to open a tunnel: 407 Proxy Authentication Required";
    const error = quoting(refusal, "ERR_PROXY_TUNNEL");
    expect(toFailure(error)).toMatchObject({ neverSent: false });
    vi.stubGlobal("process", { versions: { bun: "1.4.5" } });
    onTestFinished(() => void vi.unstubAllGlobals());
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ERR_PROXY_TUNNEL" });
    const broken = quoting(`The tunnel broke. ${refusal}`, "ERR_PROXY_TUNNEL");
    expect(toFailure(broken)).toMatchObject({ neverSent: false });
  });

  it("IPv6 and IPv4 both refused", () => {
    const leaves = [fromCall("connect", "ECONNREFUSED"), fromCall("connect", "ENETUNREACH")];
    // Node copies the first address's code to the AggregateError.
    const both = Object.assign(new AggregateError(leaves), { code: "ECONNREFUSED" });
    expect(toFailure(fetchFailed(both))).toMatchObject({ neverSent: true });
  });

  it.each<[string, unknown]>([
    ["wrapped twice", new Error("x", { cause: fetchFailed(fromCall("connect", "ECONNREFUSED")) })],
    ["with a cause of null", fromCall("connect", "ECONNREFUSED", { cause: null })],
    ["listed twice", new AggregateError(Array(2).fill(fromCall("connect", "ECONNREFUSED")))],
  ])("refused connection %s", (_name, error) => {
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });

  // Jest runs a test in its own realm, where the errors of fetch are not instances of its Error.
  it("an error from another realm", () => {
    const error: unknown = runInNewContext(
      `new TypeError("x", {
        cause: Object.assign(new Error("y"), { code: "ECONNREFUSED", syscall: "connect" }),
      })`,
    );
    expect(error instanceof Error).toBe(false);
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });

  it("a real refused connection", async () => {
    const error = await failureOf(fetch(`http://127.0.0.1:${await closedPort()}`));
    expect(toFailure(error)).toMatchObject({ neverSent: true, reason: "ECONNREFUSED" });
  });
});

describe("toFailure without proof", () => {
  const codes = [...unreachable, "ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOTFOUND"];

  it.each(
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

  it.each(codes)("%s without a system call", (code) => {
    expect(toFailure(fetchFailed(withCode(code)))).toMatchObject({ neverSent: false });
    expect(toFailure(withCode(code))).toMatchObject({ neverSent: false });
  });

  const refused = fromCall("connect", "ECONNREFUSED");
  const lost = fromCall("read", "EHOSTUNREACH");

  it.each<[string, unknown]>([
    ["a closed socket", fetchFailed(withCode("UND_ERR_SOCKET"))],
    ["no response head", fetchFailed(withCode("UND_ERR_HEADERS_TIMEOUT"))],
    ["an aborted request", fetchFailed(withCode("UND_ERR_ABORTED"))],
    [
      "another abort that quotes a proxy's response",
      fetchFailed(
        quoting("Proxy response (407) !== 200 when HTTP Tunneling: x", "UND_ERR_ABORTED"),
      ),
    ],
    ["Bun's refusal on another runtime", fetchFailed(withCode("ECONNREFUSED"))],
    [
      "Deno's loss while sending",
      fetchFailed(new Error(`${denoSent}: client error (SendRequest)`)),
    ],
    [
      "a URL that quotes Deno",
      fetchFailed(
        new Error(`${denoSent.replace("/)", "/:%20client%20error%20(Connect))")}: reset`),
      ),
    ],
    ["a message that ends like a blocked port", fetchFailed(new Error("a bad port"))],
    ["a TLS alert", fetchFailed(withCode("ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED"))],
    ["a TLS protocol error", fetchFailed(fromCall("write", "EPROTO"))],
    ["one of two connections lost", new AggregateError([refused, lost])],
    ["one of two errors without a code", new AggregateError([refused, new Error("free text")])],
    ["a nested list with one lost", new AggregateError([refused, new AggregateError([lost])])],
    ["a list with a lost cause", Object.assign(new AggregateError([refused]), { cause: lost })],
    ["a refusal caused by a loss", fromCall("connect", "ECONNREFUSED", { cause: lost })],
    ["a loss caused by a refusal", fromCall("read", "ECONNREFUSED", { cause: refused })],
    ["a reset around a refusal", withCode("ECONNRESET", { cause: refused })],
    ["a closed socket around a refusal", withCode("UND_ERR_SOCKET", { cause: refused })],
    [
      "a refusal around a cause without a code",
      fromCall("connect", "E", { cause: new Error("x") }),
    ],
    ["a refusal around a string", fromCall("connect", "ECONNREFUSED", { cause: "ECONNREFUSED" })],
    ["a system call without a code", Object.assign(new Error("x"), { syscall: "connect" })],
    [
      "too many errors",
      new AggregateError(Array.from({ length: 200 }, () => fromCall("connect", "ECONNREFUSED"))),
    ],
    ["an error without a code", new Error("free text")],
    ["an empty list of errors", new AggregateError([])],
    ["a string", "ECONNREFUSED"],
    ["a number as a code", Object.assign(new Error("x"), { code: 7, syscall: "connect" })],
    ["nothing", undefined],
    ["null", null],
  ])("%s", (_name, error) => {
    expect(toFailure(error)).toMatchObject({ neverSent: false, permanent: false });
  });

  it.each([
    "CERT_HAS_EXPIRED",
    "DEPTH_ZERO_SELF_SIGNED_CERT",
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("%s, which is permanent", (code) => {
    expect(toFailure(fetchFailed(withCode(code)))).toEqual({
      neverSent: false,
      permanent: true,
      reason: code,
    });
  });

  it("a cycle of causes", () => {
    const circle = fromCall("connect", "ECONNREFUSED");
    circle.cause = new Error("x", { cause: circle });
    expect(toFailure(circle)).toMatchObject({ neverSent: false });
  });

  it("an endless chain of causes", () => {
    const endless = (): object => ({
      get cause() {
        return endless();
      },
    });
    expect(toFailure(endless())).toMatchObject({ neverSent: false, reason: "no response" });
  });
});

describe("toFailure", () => {
  class NetworkDown extends Error {}

  it.each<[string, unknown]>([
    ["TypeError", fetchFailed(new Error("x"))],
    ["NetworkDown", new NetworkDown("x")],
    ["SocketError", fetchFailed(Object.assign(new Error("x"), { name: "SocketError" }))],
    ["DOMException", new DOMException("x", "E")],
    ["no response", Object.assign(new Error("x"), { name: "a b" })],
    ["no response", { name: "Anything" }],
    ["no response", "TypeError"],
  ])("names the class if there is no code: %s", (reason, error) => {
    expect(toFailure(error).reason).toBe(reason);
  });

  it.each(["4242424242424242", "free text", "a".repeat(100), "sandbox_dev_key", ""])(
    "does not repeat an invalid code: %j",
    (code) => {
      expect(toFailure(withCode(code)).reason).toBe("no response");
    },
  );
});

describe("retries", () => {
  it.each([
    ["getaddrinfo", "ENOTFOUND"],
    ["getaddrinfo", "EAI_AGAIN"],
    ["connect", "ECONNREFUSED"],
  ])("retries a POST after %s %s", async (syscall, code) => {
    const gateway = await startGateway(respondWith(200, { url: "https://pay.example/1" }));
    let attempts = 0;
    const failing: typeof fetch = (input, init) => {
      attempts += 1;
      return attempts < 3
        ? Promise.reject(fetchFailed(fromCall(syscall, code)))
        : fetch(input, init);
    };
    await clientOf(gateway, { fetch: failing }).payments.hostedCheckout(checkout);
    expect(gateway.count("POST")).toBe(1);
  });

  it("does not retry a POST after a lost connection", async () => {
    const gateway = await startGateway(respondWith(404));
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

  it.each(["read", "write", undefined])(
    "retries only the GET after %s EHOSTUNREACH",
    async (syscall) => {
      const gateway = await startGateway(respondWith(200, { transaction_status: "pending" }));
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
});
