import { describe, expect, it, vi } from "vitest";
import type { RequestReport, ResponseReport } from "../../src/client/client-messages.js";
import type { NumipayOptions } from "../../src/client/settings.js";
import { listen, recordTree } from "../telemetry/listen.js";
import {
  byMethod,
  charge,
  checkout,
  clientOf,
  closedPort,
  cutTheSocket,
  failureOf,
  hang,
  inSequence,
  type Reply,
  respondWith,
  startGateway,
} from "./stub-gateway.js";

const attempt = "numipay.client.attempt";
const page = respondWith(200, { url: "https://pay.example/1" });

/** Collects what the hooks of a client are called with. */
function createHooks() {
  const requests: RequestReport[] = [];
  const responses: ResponseReport[] = [];
  const options: NumipayOptions = {
    onRequest: (request) => requests.push(request),
    onResponse: (response) => responses.push(response),
  };
  return { requests, responses, options };
}

describe("the message of a request", () => {
  it("has the template of the path and the gateway's id", async () => {
    const gateway = await startGateway(
      respondWith(200, { transaction_status: "pending" }, { "x-request-id": "r-1" }),
    );
    const { ended, heard } = listen(attempt);
    await clientOf(gateway, { contract: { basePath: "/api" } }).transactions.status("order-1");
    const known = {
      operationId: "transactionStatus",
      method: "GET",
      path: "/api/transactions/{id}",
      attempt: 1,
      serverAddress: "127.0.0.1",
      serverPort: Number(new URL(gateway.url).port),
      tracking_id: "order-1",
    };
    const open = { status: undefined, requestId: undefined, errorType: undefined };
    expect(heard[0]?.message).toEqual({ ...known, ...open });
    expect(ended(attempt)).toEqual([
      { ...known, status: 200, requestId: "r-1", errorType: undefined },
    ]);
  });

  it("counts the attempts of each operation", async () => {
    const gateway = await startGateway(
      byMethod({
        POST: respondWith(500),
        GET: inSequence(respondWith(503), respondWith(200, { transaction_status: "pending" })),
      }),
    );
    const { ended } = listen(attempt);
    const paths = recordTree();
    await failureOf(clientOf(gateway).payments.hostedCheckout(checkout));
    expect(
      ended(attempt).map(({ operationId, attempt: number, status, errorType }) =>
        [operationId, number, status, errorType].join(" "),
      ),
    ).toEqual([
      "hostedCheckout 1 500 500",
      "transactionStatus 1 503 503",
      "transactionStatus 2 200 ",
    ]);
    expect(paths).toEqual(["client.call", ...Array(3).fill("client.call > client.attempt")]);
  });

  it.each<[string, Reply, string | undefined, number | undefined]>([
    ["a success", page, undefined, 200],
    ["a rejection", respondWith(400), "400", 400],
    ["a fault", respondWith(503), "503", 503],
    ["text instead of JSON", respondWith(200, "<html>"), "unexpected_response", 200],
    ["a large body", respondWith(200, { url: "x".repeat(5_000) }), "unexpected_response", 200],
    ["a redirect", respondWith(302, {}, { location: "/x" }), "redirect_refused", 302],
    ["no response", hang, "timeout", undefined],
  ])("describes %s", async (_what, reply, errorType, status) => {
    const gateway = await startGateway(byMethod({ POST: reply, GET: respondWith(404) }));
    const { ended } = listen(attempt);
    const timeoutMs = reply === hang ? 150 : undefined;
    const numipay = clientOf(gateway, { timeoutMs, maxResponseBytes: 2_000 });
    await numipay.payments.hostedCheckout(checkout).catch(() => undefined);
    expect(ended(attempt)[0]).toMatchObject({ errorType, status });
  });

  it("has the system's code without a connection", async () => {
    const url = `http://127.0.0.1:${await closedPort()}`;
    const { ended } = listen(attempt);
    await failureOf(clientOf({ url }, { retries: 1 }).payouts.request(checkout));
    const refused = { errorType: "ECONNREFUSED", status: undefined };
    expect(ended(attempt)).toMatchObject([
      { ...refused, attempt: 1 },
      { ...refused, attempt: 2 },
    ]);
  });

  it("has the system's code after a broken connection", async () => {
    const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: respondWith(404) }));
    const { ended } = listen(attempt);
    await failureOf(clientOf(gateway).payouts.request(checkout));
    expect(ended(attempt)[0]?.errorType).toMatch(/^(UND_ERR_SOCKET|ECONNRESET)$/);
  });

  it("is aborted by the caller's signal", async () => {
    const gateway = await startGateway(hang);
    const { ended } = listen(attempt);
    const signal = AbortSignal.timeout(20);
    await failureOf(clientOf(gateway).payouts.request(checkout, { signal }));
    expect(ended(attempt)[0]).toMatchObject({ errorType: "aborted" });
  });
});

describe("onRequest and onResponse", () => {
  it("are called for each request", async () => {
    const retried = inSequence(respondWith(503), respondWith(200, [], { "x-request-id": "r-2" }));
    const gateway = await startGateway(retried);
    const { requests, responses, options } = createHooks();
    await clientOf(gateway, options).transactions.list();
    const known = {
      operationId: "listTransactions",
      method: "GET",
      path: "/transactions",
      serverAddress: "127.0.0.1",
      serverPort: Number(new URL(gateway.url).port),
      tracking_id: undefined,
    };
    expect(requests).toEqual([
      { ...known, attempt: 1 },
      { ...known, attempt: 2 },
    ]);
    const durationMs = expect.any(Number) as number;
    expect(responses).toEqual([
      { ...known, attempt: 1, status: 503, requestId: undefined, errorType: "503", durationMs },
      { ...known, attempt: 2, status: 200, requestId: "r-2", errorType: undefined, durationMs },
    ]);
  });

  it("are called around the request", async () => {
    const order: string[] = [];
    const gateway = await startGateway((response, seen) => {
      order.push("sent");
      page(response, seen);
    });
    await clientOf(gateway, {
      onRequest: () => order.push("onRequest"),
      onResponse: ({ durationMs }) => order.push(`onResponse ${durationMs > 0}`),
    }).payouts.request(checkout);
    expect(order).toEqual(["onRequest", "sent", "onResponse true"]);
  });

  it("report a request without a response", async () => {
    const gateway = await startGateway(byMethod({ POST: cutTheSocket, GET: respondWith(404) }));
    const { responses, options } = createHooks();
    await failureOf(clientOf(gateway, options).payouts.request(checkout));
    expect(responses).toMatchObject([
      {
        operationId: "requestPayout",
        status: undefined,
        errorType: expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/),
      },
      { operationId: "transactionStatus", status: 404, errorType: "404" },
    ]);
  });

  it("agree with a subscriber of the channel", async () => {
    const gateway = await startGateway(respondWith(200, [], { "x-request-id": "r-1" }));
    const { responses, options } = createHooks();
    const { ended } = listen(attempt);
    await clientOf(gateway, options).transactions.list();
    const [{ durationMs: _, ...response } = { durationMs: 0 }] = responses;
    expect(ended(attempt)).toEqual([response]);
  });

  it("never get a body, the key or card data", async () => {
    const gateway = await startGateway(
      byMethod({ POST: respondWith(500, charge), GET: cutTheSocket }),
    );
    const { requests, responses, options } = createHooks();
    const numipay = clientOf(gateway, { ...options, retries: 0 });
    await failureOf(numipay.payments.serverToServer({ ...charge, email: "a@canary.example" }));
    const text = JSON.stringify([requests, responses]);
    for (const secret of ["test-key-0001", charge.card_number, charge.cvv, "canary", "A Person"]) {
      expect(text).not.toContain(secret);
    }
    expect(responses).toHaveLength(2);
  });

  it("cannot change what is sent", async () => {
    const gateway = await startGateway(page);
    const { responses, options } = createHooks();
    const onRequest = (request: RequestReport): void =>
      void Object.assign(request, { path: "/no" });
    await clientOf(gateway, { ...options, onRequest }).payouts.request(checkout);
    expect(gateway.seen[0]?.path).toBe("/payouts/request");
    expect(responses[0]?.path).toBe("/payouts/request");
  });

  it("do not delay or fail the call", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const gateway = await startGateway(page);
    const onRequest = (): never => {
      throw new Error("no log");
    };
    const onResponse = (): Promise<never> => new Promise(() => {});
    const numipay = clientOf(gateway, { onRequest, onResponse });
    expect(await numipay.payouts.request(checkout)).toEqual({ url: "https://pay.example/1" });
    expect(log).toHaveBeenCalledWith(expect.stringContaining("onRequest failed"));
    log.mockRestore();
  });

  it.each(["onRequest", "onResponse"])("must be functions: %s", (option) => {
    const options = { [option]: "log" };
    expect(() => clientOf({ url: "https://x.example" }, options)).toThrow(
      `${option} must be a function.`,
    );
  });
});
