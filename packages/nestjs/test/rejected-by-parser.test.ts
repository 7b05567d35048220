import { AsyncLocalStorage } from "node:async_hooks";
import {
  type CallHandler,
  type CanActivate,
  type INestApplication,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestApplicationOptions,
  type NestInterceptor,
  type NestModule,
} from "@nestjs/common";
import { APP_GUARD, APP_INTERCEPTOR } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { signPayload } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import express from "express";
import { beforeEach, describe, expect, it } from "vitest";
import { platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

const tenancy = new AsyncLocalStorage<string>();
let trail: string[] = [];
beforeEach(() => {
  trail = [];
});

@Module({})
class TenancyModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const enter = (_request: unknown, _response: unknown, next: () => void): void => {
      trail.push("middleware");
      tenancy.run("tenant", next);
    };
    consumer.apply(enter).forRoutes("{*any}");
  }
}

class Guard implements CanActivate {
  canActivate(): boolean {
    return trail.push("guard") > 0;
  }
}

class Interceptor implements NestInterceptor {
  intercept(_context: unknown, next: CallHandler) {
    trail.push("interceptor");
    return next.handle();
  }
}

@Injectable()
class Wallet {
  @OnNumipayEvent("*")
  credit(): void {
    trail.push(`handler of ${tenancy.getStore() ?? "no tenant"}`);
  }
}

const everything = ["middleware", "guard", "interceptor", "handler of tenant"];

const serve = (
  platform: (typeof platforms)[number],
  prepare?: (app: INestApplication) => void,
  options: NestApplicationOptions = {},
) =>
  serveApp(
    platform,
    {
      imports: [TenancyModule, NumipayModule.forRoot(quiet)],
      providers: [
        Wallet,
        { provide: APP_GUARD, useClass: Guard },
        { provide: APP_INTERCEPTOR, useClass: Interceptor },
      ],
    },
    prepare,
    options,
  );

const delivery = JSON.stringify(exampleTransaction());

async function post(url: string, body: string, type: string): Promise<number> {
  const headers = { "content-type": type, "x-signature": signPayload(body, signaturePassword) };
  return (await fetch(`${url}/webhooks/numipay`, { method: "POST", headers, body })).status;
}

// A parser's error skips everything before the webhook's route: a guard could be bypassed with a content type.
describe.each(platforms)("a delivery that a parser rejects on %s", (platform) => {
  it.each(["application/json; charset=utf8", "application/json;charset=ISO-8859-1"])(
    "passes middleware, guards and interceptors: %s",
    async (type) => {
      const { url } = await serve(platform);
      expect(await post(url, delivery, type)).toBe(200);
      expect(trail).toEqual(everything);
    },
  );

  it("passes guards if it is not JSON", async () => {
    const { url } = await serve(platform);
    expect(await post(url, "not json", "application/json")).toBe(503);
    expect(trail).toEqual(["middleware", "guard", "interceptor"]);
  });
});

describe("a delivery that an Express parser rejects", () => {
  const limited = express.json({ limit: 100 });
  const limits: Record<string, (app: NestExpressApplication) => unknown> = {
    "Nest's own parser": (app) => app.useBodyParser("json", { limit: 100 }),
    "a parser of the host": (app) => app.use(limited),
    "a text parser": (app) => app.useBodyParser("text", { type: "*/*", limit: 100 }),
  };

  it.each(Object.entries(limits))("passes guards if it is too large for %s", async (_, limit) => {
    const { url } = await serve("Express", (app) => limit(app as NestExpressApplication));
    expect(await post(url, delivery, "application/json")).toBe(200);
    expect(trail).toEqual(everything);
  });

  it("is processed if the parser is inside other middleware", async () => {
    const wrapped: typeof limited = (...args) => limited(...args);
    const { url } = await serve("Express", (app) => app.use(wrapped), { bodyParser: false });
    expect(await post(url, delivery, "application/json")).toBe(200);
    expect(trail).toEqual(["handler of no tenant"]);
  });

  it("keeps the parser's error on other routes", async () => {
    const { url } = await serve("Express");
    const headers = { "content-type": "application/json", "x-signature": "0".repeat(40) };
    const response = await fetch(`${url}/other`, { method: "POST", headers, body: "{" });
    expect(response.status).toBe(400);
    expect(trail).toEqual([]);
  });
});
