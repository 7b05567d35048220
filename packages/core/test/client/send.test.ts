import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { nothingWasDone } from "../../src/client/nothing-was-done.js";
import { selfSigned } from "./self-signed.js";
import {
  respondWith,
  byMethod,
  charge,
  checkout,
  clientOf,
  closedPort,
  cutAfter,
  cutTheSocket,
  failureOf,
  inSequence,
  resetTheSocket,
  startGateway,
} from "./stub-gateway.js";

const page = { url: "https://pay.example/1" };

const redirects = [300, 301, 302, 303, 304, 305, 307, 308, 399];

/** The calls that move money. */
const moneyCalls: [string, (numipay: ReturnType<typeof clientOf>) => Promise<unknown>][] = [
  ["hostedCheckout", ({ payments }) => payments.hostedCheckout(checkout)],
  ["direct", ({ payments }) => payments.direct({ ...checkout, provider_id: "p" })],
  ["serverToServer", ({ payments }) => payments.serverToServer(charge)],
  ["requestPayout", ({ payouts }) => payouts.request(checkout)],
  ["approvePayout", ({ payouts }) => payouts.approve({ tracking_id: "order-1" })],
  [
    "rejectPayout",
    ({ payouts }) => payouts.reject({ transaction_id: "t-1", tracking_id: "order-1" }),
  ],
];

describe("a redirect", () => {
  it.each(redirects)("with %d is never followed", async (status) => {
    const other = await startGateway(respondWith(200, page));
    const location = `${other.url}/take?all=1`;
    // Node's server sends no body with a 304.
    const gateway = await startGateway((response) =>
      response.writeHead(status, { location }).end(),
    );
    const { payments, transactions } = clientOf(gateway);
    const refused = { code: "redirect_refused", status };
    const read = await failureOf(transactions.status("a"));
    expect(read).toMatchObject(refused);
    const paid = await failureOf(payments.serverToServer(charge));
    expect(paid).toMatchObject({
      code: "outcome_unknown",
      cause: refused,
      lastKnownStatus: { state: "not-known" },
    });
    for (const error of [read, paid]) {
      expect(String(error)).toContain(other.url);
      expect(String(error)).not.toContain("/take");
      // The key must not be sent to an address that a redirect names.
      expect(String(error)).toContain("Ask Numipay for the right base URL");
      expect(String(error)).not.toMatch(/baseUrl|Nothing was done/);
    }
    expect(gateway.seen.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
    expect(other.seen).toEqual([]);
  });

  it.each(moneyCalls)("leaves the outcome of %s unknown", async (operation, call) => {
    const gateway = await startGateway(
      byMethod({
        POST: respondWith(303, "", { location: "/transactions/order-1" }),
        GET: respondWith(200, { transaction_status: "pending" }),
      }),
    );
    const error = await failureOf(call(clientOf(gateway)));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      operation,
      lastKnownStatus: { state: "found", transaction_status: "pending" },
      cause: { code: "redirect_refused", status: 303 },
    });
    expect(nothingWasDone(error)).toBe(false);
    expect([gateway.count("POST"), gateway.count("GET")]).toEqual([1, 1]);
  });

  it.each(["/elsewhere", "//evil.example", "", "http://[broken", "javascript:alert(1)"])(
    "to %j is not followed",
    async (location) => {
      const gateway = await startGateway(respondWith(307, "", { location }));
      await expect(
        clientOf(gateway).payments.direct({ ...checkout, provider_id: "p" }),
      ).rejects.toMatchObject({ code: "outcome_unknown", cause: { code: "redirect_refused" } });
      expect(gateway.seen).toHaveLength(2);
    },
  );

  it("without a Location is rejected", async () => {
    const gateway = await startGateway(respondWith(302));
    await expect(clientOf(gateway).transactions.list()).rejects.toMatchObject({
      code: "redirect_refused",
    });
  });

  it("hidden by a browser leaves the outcome unknown", async () => {
    const hidden = Object.defineProperties(new Response(), {
      type: { value: "opaqueredirect" },
      status: { value: 0 },
    });
    const numipay = clientOf({ url: "https://gateway.example" }, { fetch: async () => hidden });
    expect(await failureOf(numipay.payments.hostedCheckout(checkout))).toMatchObject({
      code: "outcome_unknown",
      cause: { code: "redirect_refused" },
    });
  });

  // The 404 is the response of the redirect's target, not of the POST before it.
  it.each([200, 404])("followed by fetch to a %d is rejected", async (status) => {
    const gateway = await startGateway((response, { path, method }) => {
      if (path === "/after")
        respondWith(status, page)(response, { path, method, headers: {}, text: "" });
      else
        respondWith(303, "", { location: "/after" })(response, {
          path,
          method,
          headers: {},
          text: "",
        });
    });
    const following: typeof fetch = (input, init) => fetch(input, { ...init, redirect: "follow" });
    const error = await failureOf(
      clientOf(gateway, { fetch: following }).payments.hostedCheckout(checkout),
    );
    expect(error).toMatchObject({ code: "outcome_unknown", cause: { code: "redirect_refused" } });
    expect(gateway.count("POST")).toBe(1);
  });
});

describe("a failed connection", () => {
  it.each([
    ["GET", (numipay: ReturnType<typeof clientOf>) => numipay.transactions.list(), []],
    [
      "POST",
      (numipay: ReturnType<typeof clientOf>) => numipay.payments.hostedCheckout(checkout),
      page,
    ],
  ])("is retried for a %s", async (_method, call, reply) => {
    const port = await closedPort();
    let attempts = 0;
    const startAtTheThird: typeof fetch = async (input, init) => {
      attempts += 1;
      if (attempts === 3) await startGateway(respondWith(200, reply), port);
      return fetch(input, init);
    };
    const numipay = clientOf({ url: `http://127.0.0.1:${port}` }, { fetch: startAtTheThird });
    expect(await call(numipay)).toEqual(reply);
    expect(attempts).toBe(3);
  });

  it.each([0, 1, 2, 5])("ends after %d retries with nothing done", async (retries) => {
    let attempts = 0;
    const counting: typeof fetch = (input, init) => {
      attempts += 1;
      return fetch(input, init);
    };
    const url = `http://127.0.0.1:${await closedPort()}`;
    const error = await failureOf(
      clientOf({ url }, { retries, fetch: counting }).payments.serverToServer(charge),
    );
    expect(error).toMatchObject({ code: "connection_failed", reason: "ECONNREFUSED" });
    expect(String(error)).toContain("Nothing was done");
    expect(attempts).toBe(retries + 1);
  });

  it("with an untrusted certificate is not retried", async () => {
    let connections = 0;
    let requests = 0;
    const server = createTlsServer(selfSigned(), () => void (requests += 1));
    server.on("connection", () => void (connections += 1));
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const refused = { code: "connection_failed", reason: "DEPTH_ZERO_SELF_SIGNED_CERT" };
    const read = await failureOf(clientOf({ url }).transactions.list());
    expect(read).toMatchObject(refused);
    expect(String(read)).toContain("set NODE_EXTRA_CA_CERTS to the PEM file of its authority");
    expect(connections).toBe(1);
    // No proof that nothing was sent: see renegotiation.test.ts. One connection for the POST, one for the status check.
    const error = await failureOf(clientOf({ url }).payments.serverToServer(charge));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "not-known" },
    });
    expect(String(error)).toContain("DEPTH_ZERO_SELF_SIGNED_CERT");
    expect(String(error)).toContain("set NODE_EXTRA_CA_CERTS");
    expect(connections).toBe(3);
    expect(requests).toBe(0);
  });
});

describe("a reused connection", () => {
  it("is replaced after the gateway closed it", async () => {
    const closed: Promise<void>[] = [];
    const gateway = await startGateway((response, seen) => {
      const { socket } = response;
      closed.push(new Promise((resolve) => socket?.once("close", () => resolve())));
      response.once("finish", () => socket?.end());
      respondWith(200, page)(response, seen);
    });
    const { payments } = clientOf(gateway);
    await payments.hostedCheckout(checkout);
    await closed[0];
    await payments.hostedCheckout(checkout);
    expect(gateway.count("POST")).toBe(2);
  });

  it.each([
    ["cut", cutTheSocket],
    ["reset", resetTheSocket],
    ["ended", cutAfter("")],
  ])("that is %s does not repeat a POST", async (_name, breakIt) => {
    const ports = new Set<number | undefined>();
    const replies = inSequence(respondWith(200, page), breakIt, respondWith(404));
    const gateway = await startGateway((response, seen) => {
      if (seen.method === "POST") ports.add(response.socket?.remotePort);
      replies(response, seen);
    });
    const { payments } = clientOf(gateway);
    await payments.hostedCheckout(checkout);
    // A connection becomes free for the next request only after the current turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    await expect(payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "outcome_unknown",
      lastKnownStatus: { state: "not-found" },
    });
    // The second POST used the first one's connection, so it was the reused connection that broke.
    expect(ports.size).toBe(1);
    expect(gateway.count("POST")).toBe(2);
  });
});

describe("send", () => {
  it.each([400, 401, 402, 403, 404, 405, 410, 411, 413, 415, 422, 423, 425, 428, 429, 431, 451])(
    "sends a POST once after a %d",
    async (status) => {
      const gateway = await startGateway(respondWith(status, { message: "no" }));
      const error = await failureOf(clientOf(gateway).payments.serverToServer(charge));
      expect(error).toMatchObject({
        code: "request_rejected",
        status,
        body: { message: "no" },
      });
      expect(String(error)).toContain("This attempt did nothing (assumed)");
      expect(nothingWasDone(error)).toBe(true);
      expect(gateway.seen).toHaveLength(1);
    },
  );
});

describe.each([408, 409, 499])("a %d", (status) => {
  it.each(moneyCalls)("leaves the outcome of %s unknown", async (operation, call) => {
    const gateway = await startGateway(
      byMethod({
        POST: respondWith(status, { message: "used" }),
        GET: respondWith(200, { transaction_status: "pending" }),
      }),
    );
    const error = await failureOf(call(clientOf(gateway)));
    expect(error).toMatchObject({
      code: "outcome_unknown",
      operation,
      lastKnownStatus: { state: "found", transaction_status: "pending" },
      cause: { code: "request_rejected", status, body: { message: "used" } },
    });
    expect(String(error)).not.toMatch(/did nothing|nothing was done/i);
    expect(nothingWasDone(error)).toBe(false);
    expect([gateway.count("POST"), gateway.count("GET")]).toEqual([1, 1]);
  });

  it("is a rejection of a read", async () => {
    const gateway = await startGateway(respondWith(status));
    const error = await failureOf(clientOf(gateway).transactions.status("a"));
    expect(error).toMatchObject({ code: "request_rejected", status });
    expect(nothingWasDone(error)).toBe(false);
  });
});

describe("send", () => {
  it("leaves a payout unknown after Response.error()", async () => {
    const numipay = clientOf(
      { url: "https://gateway.example" },
      { fetch: async () => Response.error() },
    );
    const payout = { transaction_id: "t-1", tracking_id: "order-1" };
    expect(await failureOf(numipay.payouts.reject(payout))).toMatchObject({
      code: "outcome_unknown",
    });
  });

  // With a 421 a server states that it did not process the request, and the fetch standard then repeats it on a new connection,
  // whatever its method. Only Node's fetch does that, and once; the client does not retry.
  it("sends a POST at most twice after a 421", async () => {
    const gateway = await startGateway(respondWith(421));
    await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "request_rejected",
      status: 421,
    });
    expect(gateway.count("POST")).toBeLessThanOrEqual(2);
  });
});
