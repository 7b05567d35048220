import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect, createServer as createHttp2Server } from "node:http2";
import { json } from "node:stream/consumers";
import { bodyParser } from "@koa/bodyparser";
import { Router } from "@koa/router";
import { signPayload } from "@numipay/core";
import { type KoaWebhookOptions, numipayWebhook, type NumipayState } from "@numipay/koa";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import Koa, { type Middleware } from "koa";
import mount from "koa-mount";
import { afterEach, describe, expect, expectTypeOf, it, vi } from "vitest";

const signaturePassword = "a-signature-password-of-30-chars";
const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(app: { listen: (port: number, host: string) => Server }): Promise<string> {
  const server = app.listen(0, "127.0.0.1");
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const createWebhook = (options: KoaWebhookOptions = {}) =>
  numipayWebhook({ signaturePassword, onOutcome: () => undefined, ...options });

const deliver = async (url: string): Promise<number> =>
  (await fetch(url, signDelivery(exampleTransaction(), { signaturePassword }))).status;

describe("numipayWebhook", () => {
  it("serves only its path, with or without a trailing slash", async () => {
    const url = await serve(new Koa().use(createWebhook({ path: "/hooks/numipay" })));
    expect(await deliver(`${url}/hooks/numipay`)).toBe(200);
    expect(await deliver(`${url}/hooks/numipay/?from=gateway`)).toBe(200);
    expect(await deliver(`${url}/hooks`)).toBe(404);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
  });

  it.each(["hooks/numipay", "/hooks/numipay/"])("serves its path given as %s", async (path) => {
    const url = await serve(new Koa().use(createWebhook({ path })));
    expect(await deliver(`${url}/hooks/numipay`)).toBe(200);
    expect(await deliver(`${url}/hooks/numipay/`)).toBe(200);
  });

  it("serves the path and parameters of its route", async () => {
    const byMerchant: KoaWebhookOptions["signaturePassword"] = (ctx) =>
      (ctx as unknown as { params: { merchant: string } }).params.merchant === "mine"
        ? signaturePassword
        : undefined;
    const router = new Router();
    router.post("/hooks/:merchant", createWebhook({ signaturePassword: byMerchant }));
    const url = await serve(new Koa().use(router.routes()));
    expect(await deliver(`${url}/hooks/mine`)).toBe(200);
    expect(await deliver(`${url}/hooks/unknown`)).toBe(401);
  });

  describe("behind a router that passes requests on", () => {
    const pass: Middleware = (_ctx, next) => next();
    const earlier: Record<string, (router: Router) => unknown> = {
      "for all paths": (router) => router.all(/.*/, pass),
      "for the same path": (router) => router.post("/orders", pass).get("/orders", pass),
      "in a nested router": (router) =>
        router.use("/orders", new Router().all(/.*/, pass).routes(), pass),
      "with a parameter": (router) =>
        router.param("any", (_id, _ctx, next) => next()).all("/:any", pass),
    };

    it.each(Object.entries(earlier))("serves only its path: %s", async (_what, addRoute) => {
      const router = new Router();
      addRoute(router);
      const app = new Koa().use(router.routes()).use(createWebhook());
      app.use((ctx) => void (ctx.body = "host"));
      const url = await serve(app);
      const signed = signDelivery(exampleTransaction(), { signaturePassword });
      expect(await (await fetch(`${url}/orders`, signed)).text()).toBe("host");
      expect(await (await fetch(`${url}/orders`)).text()).toBe("host");
      expect(await deliver(`${url}/webhooks/numipay`)).toBe(200);
    });
  });

  it("serves only its path in router.use", async () => {
    const router = new Router();
    router.use(createWebhook());
    router.post("/orders", (ctx) => void (ctx.body = "host"));
    const url = await serve(new Koa().use(router.routes()));
    const signed = signDelivery(exampleTransaction(), { signaturePassword });
    expect(await (await fetch(`${url}/orders`, signed)).text()).toBe("host");
  });

  it("serves the path of a route in a nested router", async () => {
    const inner = new Router().post("/where", createWebhook());
    const router = new Router().use("/any", inner.routes());
    expect(await deliver(`${await serve(new Koa().use(router.routes()))}/any/where`)).toBe(200);
  });

  it('serves every request with path "*"', async () => {
    const webhook = createWebhook({ path: "*" });
    const router = new Router().post("/any/where", (ctx, next) => webhook(ctx as never, next));
    expect(await deliver(`${await serve(new Koa().use(router.routes()))}/any/where`)).toBe(200);
  });

  it("stores its response in ctx.state", async () => {
    const logged: (string | undefined)[] = [];
    const app = new Koa<NumipayState>();
    app.use(async (ctx, next) => {
      await next();
      expectTypeOf(ctx.state.numipay?.outcome).toBeNullable();
      logged.push(ctx.state.numipay?.outcome);
    });
    app.use(createWebhook());
    const url = await serve(app);
    await deliver(`${url}/webhooks/numipay`);
    await fetch(`${url}/other`);
    expect(logged).toEqual(["unhandled", undefined]);
  });

  it("does not read the bodies of other requests", async () => {
    const app = new Koa().use(createWebhook()).use(bodyParser());
    app.use((ctx) => {
      ctx.body = ctx.request.body;
    });
    const delivery = signDelivery({ hello: "there" }, { signaturePassword });
    const response = await fetch(`${await serve(app)}/echo`, delivery);
    expect(await response.json()).toEqual({ hello: "there" });
  });

  it("verifies raw bodies in strict mode behind a parser", async () => {
    const app = new Koa().use(bodyParser()).use(createWebhook({ strict: true }));
    expect(await deliver(`${await serve(app)}/webhooks/numipay`)).toBe(200);
  });

  it("warns if it is mounted at its own path", async () => {
    const log = vi.spyOn(console, "warn").mockReturnValue();
    const app = new Koa().use(mount("/webhooks/numipay", createWebhook()));
    app.use(mount("/api", createWebhook()));
    const url = await serve(app);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
    expect(await deliver(`${url}/webhooks/numipay`)).toBe(404);
    expect(await deliver(`${url}/api/webhooks/numipay`)).toBe(200);
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

  it("warns if a nested mount point repeats its path", async () => {
    const log = vi.spyOn(console, "warn").mockReturnValue();
    const app = new Koa().use(mount("/webhooks", mount("/numipay", createWebhook())));
    expect(await deliver(`${await serve(app)}/webhooks/numipay/`)).toBe(404);
    expect(log.mock.calls).toEqual([[expect.stringContaining("mounted at /webhooks/numipay")]]);
    log.mockRestore();
  });

  it("rejects an invalid option", () => {
    expect(() => numipayWebhook({ signaturePassword: "" })).toThrow(/^signaturePassword /);
  });
});

// Node's diagnostics channel does not see HTTP/2, so raw bodies are not captured.
describe("numipayWebhook over HTTP/2", () => {
  const text = JSON.stringify(exampleTransaction()).replace("{", '{"note":"Zo\\u00eb",');
  const reasons: (string | undefined)[] = [];
  const options: KoaWebhookOptions = { onOutcome: ({ reason }) => reasons.push(reason) };

  async function post(app: Pick<Koa, "callback">): Promise<number> {
    const listener = app.callback();
    const server = createHttp2Server(
      (incoming, outgoing) => void listener(incoming as never, outgoing as never),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = client.request({
      ":method": "POST",
      ":path": "/webhooks/numipay",
      "content-type": "application/json",
      "x-signature": signPayload(text, signaturePassword),
    });
    stream.end(text);
    const [headers] = (await once(stream, "response")) as [{ ":status": number }];
    client.destroy();
    server.close();
    return headers[":status"];
  }

  it.each([
    ["no parser", (app: Koa) => app],
    ["@koa/bodyparser, which keeps the text", (app: Koa) => app.use(bodyParser())],
  ])("verifies the sent bytes behind %s", async (_what, prepare) => {
    const app = prepare(new Koa()).use(createWebhook({ strict: true }));
    expect(await post(app)).toBe(200);
  });

  it("reports that a parser has left no raw bytes", async () => {
    const parse: Middleware = async (ctx, next) => {
      (ctx.request as { body?: unknown }).body = await json(ctx.req);
      await next();
    };
    const app = new Koa().use(parse).use(createWebhook(options));
    expect(await post(app)).toBe(401);
    expect(reasons).toEqual([
      expect.stringMatching(/^the raw bytes of the body were not available/),
    ]);
  });
});
