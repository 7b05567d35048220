import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { selfSigned } from "./self-signed.js";
import {
  answer,
  charge,
  checkout,
  clientOf,
  closedPort,
  cutAfter,
  cutTheSocket,
  failureOf,
  inTurn,
  resetTheSocket,
  startGateway,
} from "./stub-gateway.js";

const page = { url: "https://pay.example/1" };

describe("a redirect", () => {
  test.each([301, 302, 303, 307, 308])(
    "with %d to another origin is never followed",
    async (status) => {
      const other = await startGateway(answer(200, page));
      const location = `${other.url}/take?all=1`;
      const gateway = await startGateway(answer(status, "moved", { location }));
      const { payments, transactions } = clientOf(gateway);
      for (const call of [() => payments.serverToServer(charge), () => transactions.status("a")]) {
        const error = await failureOf(call());
        expect(error).toMatchObject({ code: "redirect_refused", status });
        expect(String(error)).toContain(other.url);
        expect(String(error)).not.toContain("/take");
      }
      expect(gateway.seen.map(({ method }) => method)).toEqual(["POST", "GET"]);
      expect(other.seen).toEqual([]);
    },
  );

  test.each(["/elsewhere", "//evil.example", "", "http://[broken", "javascript:alert(1)"])(
    "to %j is refused too",
    async (location) => {
      const gateway = await startGateway(answer(307, "", { location }));
      await expect(
        clientOf(gateway).payments.direct({ ...checkout, provider_id: "p" }),
      ).rejects.toMatchObject({
        code: "redirect_refused",
      });
      expect(gateway.seen).toHaveLength(1);
    },
  );

  test("without a Location is refused too", async () => {
    const gateway = await startGateway(answer(302));
    await expect(clientOf(gateway).transactions.list()).rejects.toMatchObject({
      code: "redirect_refused",
    });
  });
});

describe("a connection that cannot be made", () => {
  test.each([
    ["GET", (numipay: ReturnType<typeof clientOf>) => numipay.transactions.list(), []],
    [
      "POST",
      (numipay: ReturnType<typeof clientOf>) => numipay.payments.hostedCheckout(checkout),
      page,
    ],
  ])("is tried again, for a %s", async (_method, call, reply) => {
    const port = await closedPort();
    let attempts = 0;
    const startAtTheThird: typeof fetch = async (input, init) => {
      attempts += 1;
      if (attempts === 3) await startGateway(answer(200, reply), port);
      return fetch(input, init);
    };
    const numipay = clientOf({ url: `http://127.0.0.1:${port}` }, { fetch: startAtTheThird });
    expect(await call(numipay)).toEqual(reply);
    expect(attempts).toBe(3);
  });

  test.each([0, 1, 2, 5])(
    "ends after %d retries, and says that nothing was done",
    async (retries) => {
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
    },
  );

  test("because of a certificate that nobody vouches for is not tried again", async () => {
    let connections = 0;
    let requests = 0;
    const server = createTlsServer(selfSigned(), () => void (requests += 1));
    server.on("connection", () => void (connections += 1));
    server.on("tlsClientError", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [turn, call] of [
      () => clientOf({ url }).payments.serverToServer(charge),
      () => clientOf({ url }).transactions.list(),
    ].entries()) {
      expect(await failureOf(call())).toMatchObject({
        code: "connection_failed",
        reason: "DEPTH_ZERO_SELF_SIGNED_CERT",
      });
      expect(connections).toBe(turn + 1);
    }
    expect(requests).toBe(0);
  });
});

describe("a kept connection", () => {
  test("that the gateway closed between two calls is replaced", async () => {
    const closed: Promise<void>[] = [];
    const gateway = await startGateway((response, seen) => {
      const { socket } = response;
      closed.push(new Promise((resolve) => socket?.once("close", () => resolve())));
      response.once("finish", () => socket?.end());
      answer(200, page)(response, seen);
    });
    const { payments } = clientOf(gateway);
    await payments.hostedCheckout(checkout);
    await closed[0];
    await payments.hostedCheckout(checkout);
    expect(gateway.count("POST")).toBe(2);
  });

  test.each([
    ["cut", cutTheSocket],
    ["reset", resetTheSocket],
    ["ended", cutAfter("")],
  ])("that is %s under a POST does not make a second one", async (_name, breakIt) => {
    const ports = new Set<number | undefined>();
    const replies = inTurn(answer(200, page), breakIt, answer(404));
    const gateway = await startGateway((response, seen) => {
      if (seen.method === "POST") ports.add(response.socket?.remotePort);
      replies(response, seen);
    });
    const { payments } = clientOf(gateway);
    await payments.hostedCheckout(checkout);
    // A connection is free for the next request only after the turn in which its answer ended.
    await new Promise((resolve) => setImmediate(resolve));
    await expect(payments.hostedCheckout(checkout)).rejects.toMatchObject({
      code: "outcome_unknown",
      finding: { state: "not-found" },
    });
    // The second POST went over the first one's connection: it is the kept one that broke.
    expect(ports.size).toBe(1);
    expect(gateway.count("POST")).toBe(2);
  });
});

test.each([400, 401, 403, 404, 405, 408, 409, 411, 413, 415, 422, 423, 425, 429])(
  "a POST refused with %d is sent once",
  async (status) => {
    const gateway = await startGateway(answer(status, { message: "no" }));
    await expect(clientOf(gateway).payments.serverToServer(charge)).rejects.toMatchObject({
      code: "request_rejected",
      status,
      body: { message: "no" },
    });
    expect(gateway.count("POST")).toBe(1);
  },
);

// 421 is a server's word that it did not process the request, and the fetch standard repeats one then, on a new
// connection, whatever its method. Only Node's fetch does it, and once; the client adds nothing to it.
test("a POST answered 421 is repeated by Node's fetch at most once", async () => {
  const gateway = await startGateway(answer(421));
  await expect(clientOf(gateway).payments.hostedCheckout(checkout)).rejects.toMatchObject({
    code: "request_rejected",
    status: 421,
  });
  expect(gateway.count("POST")).toBeLessThanOrEqual(2);
});
