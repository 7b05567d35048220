import { AsyncLocalStorage } from "node:async_hooks";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { numipayVerifier, numipayWebhook } from "@numipay/express";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import express5, { type ErrorRequestHandler, type Express, type RequestHandler } from "express";
import express4 from "express4";
import mocks from "node-mocks-http";
import supertest from "supertest";
import { afterEach, describe, expect, it, vi } from "vitest";

const signaturePassword = "a-signature-password-of-30-chars";
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(app: Express): Promise<string> {
  const server = app.listen(0, "127.0.0.1");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const createWebhook = (options: Parameters<typeof numipayWebhook>[0] = {}) =>
  numipayWebhook({ signaturePassword, onOutcome: () => undefined, ...options });

const deliver = async (url: string): Promise<number> =>
  (await fetch(url, signDelivery(exampleTransaction(), { signaturePassword }))).status;

describe.each<[string, typeof express5]>([
  ["Express 4", express4],
  ["Express 5", express5],
])("numipayWebhook on %s", (_version, express) => {
  it("serves only its path, with or without a trailing slash", async () => {
    const app = express();
    app.use(createWebhook({ path: "/hooks/numipay" }));
    const url = await serve(app);
    expect(await deliver(`${url}/hooks/numipay`)).toBe(200);
    expect(await deliver(`${url}/hooks/numipay/?from=gateway`)).toBe(200);
    expect(await deliver(`${url}/hooks/numipay/more`)).toBe(404);
    expect(await deliver(`${url}/hooks`)).toBe(404);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
  });

  it.each(["hooks/numipay", "/hooks/numipay/"])("serves its path given as %s", async (path) => {
    const app = express();
    app.use(createWebhook({ path }));
    const url = await serve(app);
    expect(await deliver(`${url}/hooks/numipay`)).toBe(200);
    expect(await deliver(`${url}/hooks/numipay/`)).toBe(200);
  });

  // docs/test-your-integration.md
  it("accepts a delivery from supertest", async () => {
    const app = express().use(express.json(), createWebhook());
    const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
    const post = supertest(app).post("/webhooks/numipay").set(headers);
    expect((await post.send(Buffer.from(body).toString())).status).toBe(200);
  });

  it("resolves its path from the mount point", async () => {
    const app = express();
    const router = express.Router();
    router.use(createWebhook());
    app.use("/payments", router);
    app.use("/bare", createWebhook({ path: "/" }));
    const url = await serve(app);
    expect(await deliver(`${url}/payments/webhooks/numipay`)).toBe(200);
    expect(await deliver(`${url}/bare`)).toBe(200);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
  });

  it("serves the path of its route", async () => {
    const app = express();
    app.post("/any/where", createWebhook());
    expect(await deliver(`${await serve(app)}/any/where`)).toBe(200);
  });

  describe("behind a route that passes requests on", () => {
    const pass: RequestHandler = (_request, _response, next) => next();
    const post = (url: string): Promise<Response> =>
      fetch(url, signDelivery(exampleTransaction(), { signaturePassword }));

    const earlier: Record<string, (app: Express) => void> = {
      "for all paths": (app) => void app.all(/.*/, pass),
      "for the same path": (app) => void app.route("/orders").all(pass).post(pass),
      "in a nested router": (app) => {
        const inner = express.Router({ mergeParams: true }).all(/.*/, pass);
        app.use(express.Router().use(inner));
      },
      "with a parameter": (app) => void app.param("any", pass).all("/:any", pass),
    };

    it.each(Object.entries(earlier))("serves only its path: %s", async (_what, addRoute) => {
      const app = express();
      addRoute(app);
      app.use(createWebhook());
      app.all("/orders", (_request, response) => void response.send("host"));
      const url = await serve(app);
      expect(await (await post(`${url}/orders`)).text()).toBe("host");
      expect(await (await fetch(`${url}/orders`)).text()).toBe("host");
      expect((await post(`${url}/webhooks/numipay`)).status).toBe(200);
    });

    it("serves a request that was rewritten to its path", async () => {
      const app = express();
      app.all("/rewritten", (request, _response, next) => {
        request.url = "/webhooks/numipay";
        next();
      });
      app.use(express.json(), createWebhook({ strict: true }));
      const url = await serve(app);
      expect(await deliver(`${url}/rewritten`)).toBe(200);
    });

    it("passes that route's parser errors on", async () => {
      const app = express();
      app.post("/orders", express.json({ limit: 100 }));
      app.use(createWebhook());
      const report: ErrorRequestHandler = ({ type }, _request, response, _next) =>
        void response.status(418).send(type);
      app.use(report);
      const url = `${await serve(app)}/orders`;
      const headers = { "content-type": "application/json" };
      for (const body of ["{bad", JSON.stringify("x".repeat(200))]) {
        expect((await fetch(url, { method: "POST", headers, body })).status).toBe(418);
      }
    });
  });

  it("serves the path of a route behind a monitoring agent", async () => {
    const app = express();
    const [handle, handleError] = createWebhook();
    const wrapped: RequestHandler = (...args) => handle(...args);
    // OpenTelemetry copies properties with `for in`, which skips symbols.
    Object.assign(wrapped, Object.fromEntries(Object.entries(handle)));
    app.post("/any/where", wrapped, handleError);
    expect(await deliver(`${await serve(app)}/any/where`)).toBe(200);
  });

  it('serves every request with path "*"', async () => {
    const app = express();
    const [handle] = createWebhook({ path: "*" });
    app.post("/any/where", (request, response, next) => void handle(request, response, next));
    expect(await deliver(`${await serve(app)}/any/where`)).toBe(200);
  });

  it("responds to the parser errors of its own route", async () => {
    const app = express();
    app.post("/any/where", express.json(), createWebhook());
    const headers = { "content-type": "application/json", "x-signature": "A".repeat(40) };
    const response = await fetch(`${await serve(app)}/any/where`, {
      method: "POST",
      headers,
      body: "{",
    });
    expect(response.status).toBe(401);
  });

  // Express's parsers reject every charset but UTF-8, and their error skips the middleware and routers behind them.
  describe("behind express.json() that rejects the charset", () => {
    const types = ["application/json; charset=utf8", "application/json;charset=ISO-8859-1"];
    const deliverAs = async (url: string, type: string): Promise<number> => {
      const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
      const typed = { ...headers, "content-type": type };
      return (await fetch(url, { method: "POST", headers: typed, body })).status;
    };

    it.each(types)("runs the middleware before it: %s", async (type) => {
      const context = new AsyncLocalStorage<string>();
      const seen: (string | undefined)[] = [];
      const app = express();
      app.use(express.json());
      app.use((_request, _response, next) => context.run("tenant", next));
      app.use(createWebhook().on("*", () => void seen.push(context.getStore())));
      expect(await deliverAs(`${await serve(app)}/webhooks/numipay`, type)).toBe(200);
      expect(seen).toEqual(["tenant"]);
    });

    it.each(types)("is reached on a router, a route and by a verifier: %s", async (type) => {
      const app = express();
      app.use(express.json());
      app.use("/mounted", express.Router().use(createWebhook()));
      app.post("/route", createWebhook());
      const verifier = numipayVerifier({ signaturePassword });
      app.post("/verified", verifier, (_request, response) => void response.sendStatus(202));
      const url = await serve(app);
      expect(await deliverAs(`${url}/mounted/webhooks/numipay`, type)).toBe(200);
      expect(await deliverAs(`${url}/route`, type)).toBe(200);
      expect(await deliverAs(`${url}/verified`, type)).toBe(202);
    });
  });

  it("warns if it is mounted at its own path", async () => {
    const log = vi.spyOn(console, "warn").mockReturnValue();
    const app = express();
    app.use("/webhooks/numipay", createWebhook());
    app.use("/api", createWebhook());
    const url = await serve(app);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
    expect(await deliver(`${url}/api/other`)).toBe(404);
    expect(log.mock.calls).toEqual([
      [
        expect.stringContaining(
          "mounted at /webhooks/numipay and serves /webhooks/numipay/webhooks",
        ),
      ],
    ]);
    log.mockRestore();
  });

  it("supports two webhooks with different passwords", async () => {
    const app = express();
    const other = "another-signature-password-30-chars";
    app.use(
      createWebhook({ path: "/one" }),
      createWebhook({ path: "/two", signaturePassword: other }),
    );
    const url = await serve(app);
    const signedByOther = signDelivery(exampleTransaction(), { signaturePassword: other });
    expect((await fetch(`${url}/one`, signedByOther)).status).toBe(401);
    expect((await fetch(`${url}/two`, signedByOther)).status).toBe(200);
  });

  it("does not read the bodies of other requests", async () => {
    const app = express();
    app.use(createWebhook(), express.json());
    app.post("/echo", (request, response) => void response.json(request.body));
    const url = await serve(app);
    const delivery = signDelivery({ hello: "there" }, { signaturePassword });
    expect(await (await fetch(`${url}/echo`, delivery)).json()).toEqual({ hello: "there" });
  });

  it("passes Express's request to a password function", async () => {
    const app = express();
    const byMerchant = (request: { params: Record<string, unknown> }): string | undefined =>
      request.params["merchant"] === "mine" ? signaturePassword : undefined;
    app.post("/hooks/:merchant", createWebhook({ signaturePassword: byMerchant }));
    const url = await serve(app);
    expect(await deliver(`${url}/hooks/mine`)).toBe(200);
    expect(await deliver(`${url}/hooks/unknown`)).toBe(401);
  });

  it("ignores the body limit of the host's parser", async () => {
    const app = express();
    app.use(express.json({ limit: 100 }), createWebhook());
    expect(await deliver(`${await serve(app)}/webhooks/numipay`)).toBe(200);
  });

  it("verifies raw bodies in strict mode behind a parser", async () => {
    const app = express();
    app.use(express.json(), createWebhook({ strict: true }));
    expect(await deliver(`${await serve(app)}/webhooks/numipay`)).toBe(200);
  });

  describe("with errors of the host", () => {
    const report: ErrorRequestHandler = (error: Error, _request, response, _next) => {
      response.status(418).send(error.message);
    };

    it("passes errors on that are not a parser's", async () => {
      const app = express();
      app.use(() => {
        throw new Error("The session store is unreachable.");
      });
      app.use(createWebhook(), report);
      const url = await serve(app);
      expect(await deliver(`${url}/webhooks/numipay`)).toBe(418);
    });

    it("passes parser errors of other paths on", async () => {
      const app = express();
      app.use(express.json(), createWebhook(), report);
      const url = await serve(app);
      const headers = { "content-type": "application/json", "x-signature": "any" };
      expect((await fetch(`${url}/other`, { method: "POST", headers, body: "{" })).status).toBe(
        418,
      );
    });
  });
});

describe("numipayWebhook with a mock request of node-mocks-http", () => {
  const transaction = exampleTransaction();
  const { headers, body } = signDelivery(transaction, { signaturePassword });
  const bodies: Record<string, object> = {
    body: { body: transaction },
    "rawBody as bytes": { body: {}, rawBody: Buffer.from(body) },
    "rawBody as text": { body: {}, rawBody: Buffer.from(body).toString() },
  };

  it.each(Object.entries(bodies))("reads %s", async (_what, left) => {
    const [handle] = createWebhook();
    const url = "/webhooks/numipay";
    const request = mocks.createRequest({ method: "POST", url, headers, ...left });
    const response = mocks.createResponse();
    await handle(request, response, () => undefined);
    expect(response.statusCode).toBe(200);
  });

  it("rejects one without a body", async () => {
    const reasons: unknown[] = [];
    const [handle] = createWebhook({ onOutcome: ({ reason }) => reasons.push(reason) });
    const request = mocks.createRequest({ method: "POST", url: "/webhooks/numipay", headers });
    const response = mocks.createResponse();
    await handle(request, response, () => undefined);
    expect(response.statusCode).toBe(401);
    expect(reasons).toEqual([
      expect.stringMatching(/^the raw bytes of the body were not available/),
    ]);
  });
});

describe("numipayWebhook", () => {
  it("rejects an invalid option", () => {
    expect(() => numipayWebhook({ signaturePassword: "" })).toThrow(/^signaturePassword /);
  });

  it("supports chaining", () => {
    const webhook = createWebhook();
    expect(webhook.on("*", () => undefined).off("*", () => undefined)).toBe(webhook);
  });
});
