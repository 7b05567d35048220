import { Logger } from "@nestjs/common";
import { json } from "express";
import type { NestFastifyApplication } from "@nestjs/platform-fastify";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { NumipayModule } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { describe, expect, it, vi } from "vitest";
import { createApp, platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

describe.each(platforms)("the webhook route on %s", (platform) => {
  it("is served with a trailing slash", async () => {
    const eu = { ...quiet, name: "eu", path: "/hooks/:merchant" };
    const { deliver } = await serveApp(
      platform,
      { imports: [NumipayModule.forRoot(quiet), NumipayModule.forRoot(eu)] },
      (app) => app.setGlobalPrefix("api"),
    );
    expect(await deliver("/api/webhooks/numipay/")).toBe(200);
    expect(await deliver("/api/hooks/42/?from=gateway")).toBe(200);
    expect(await deliver("/api/webhooks/numipay/more")).toBe(404);
  });

  it.each([
    ["webhooks/numipay", "/webhooks/numipay", "/"],
    ["api", "/api/webhooks/numipay", "/webhooks/numipay"],
    ["api/webhooks", "/webhooks/numipay", "/numipay"],
  ])("warns if the prefix %s repeats the path %s", async (prefix, path, relative) => {
    const log = vi.spyOn(Logger.prototype, "warn").mockReturnValue();
    const imports = [NumipayModule.forRoot({ ...quiet, path })];
    await serveApp(platform, { imports }, (app) => app.setGlobalPrefix(prefix));
    expect(log.mock.calls).toEqual([[expect.stringContaining(`set path to "${relative}"`)]]);
    log.mockRestore();
  });

  it("does not warn about another prefix", async () => {
    const log = vi.spyOn(Logger.prototype, "warn").mockReturnValue();
    const imports = [NumipayModule.forRoot(quiet)];
    await serveApp(platform, { imports }, (app) => app.setGlobalPrefix("api"));
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });
});

describe("the webhook route on Fastify", () => {
  // Injected requests are not captured.
  it("reads what Express middleware has parsed", async () => {
    const app = (await createApp("Fastify", {
      imports: [NumipayModule.forRoot(quiet)],
    })) as NestFastifyApplication;
    app.use(json());
    await app.init();
    const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
    const payload = Buffer.from(body);
    const url = "/webhooks/numipay";
    expect((await app.inject({ method: "POST", url, headers, payload })).statusCode).toBe(200);
  });

  it("is not added twice if the host ignores trailing slashes", async () => {
    const { Test } = await import("@nestjs/testing");
    const testing = await Test.createTestingModule({
      imports: [NumipayModule.forRoot(quiet)],
    }).compile();
    const adapter = new FastifyAdapter({ routerOptions: { ignoreTrailingSlash: true } });
    const app = testing.createNestApplication<NestFastifyApplication>(adapter, { logger: false });
    await app.init();
    const { headers, body } = signDelivery(exampleTransaction(), { signaturePassword });
    const options = { method: "POST", url: "/webhooks/numipay/", headers } as const;
    const response = await app.inject({ ...options, payload: Buffer.from(body) });
    expect(response.statusCode).toBe(200);
    await app.close();
  });
});
