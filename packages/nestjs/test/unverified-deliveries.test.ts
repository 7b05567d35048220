import {
  Controller,
  Injectable,
  type MiddlewareConsumer,
  Module,
  type NestModule,
  Post,
  RequestMethod,
} from "@nestjs/common";
import { ModulesContainer } from "@nestjs/core";
import { type Inbox, memoryInbox } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { describe, expect, it } from "vitest";
import { otherPassword, platforms, quiet, serveApp } from "./serve-app.js";

@Injectable()
class Wallet {
  @OnNumipayEvent("*")
  credit(): void {}
}

/** Two accounts on a store that is away, so that the module tries to register them again at each event. */
async function serveWithoutStore(platform: (typeof platforms)[number]) {
  const counts = { lookUps: 0, storeCalls: 0 };
  const callStore = async (): Promise<never> => {
    counts.storeCalls += 1;
    throw new Error("no store");
  };
  const memory = memoryInbox();
  const inbox: Inbox = {
    ...memory,
    claim: callStore,
    addAccount: callStore,
    accounts: { ...memory.accounts!, read: callStore },
  };
  const eu = { ...quiet, inbox, signaturePassword: otherPassword, name: "eu", path: "/eu" };
  const served = await serveApp(platform, {
    imports: [NumipayModule.forRoot({ ...quiet, inbox }), NumipayModule.forRoot(eu)],
    providers: [Wallet],
  });
  const modules = served.app.get(ModulesContainer);
  const values = modules.values.bind(modules);
  modules.values = () => {
    counts.lookUps += 1;
    return values();
  };
  return { ...served, counts: Object.assign(counts, { lookUps: 0, storeCalls: 0 }) };
}

describe.each(platforms)("deliveries that nobody signed on %s", (platform) => {
  it("make no look-up and no store call", async () => {
    const { deliver, counts } = await serveWithoutStore(platform);
    for (let sent = 0; sent < 100; sent += 1) {
      expect(await deliver("/webhooks/numipay", undefined, "a-password-of-another-sender")).toBe(
        401,
      );
    }
    expect(counts).toEqual({ lookUps: 0, storeCalls: 0 });
    expect(await deliver()).toBe(503);
    expect(counts.lookUps).toBeGreaterThan(0);
    expect(counts.storeCalls).toBeGreaterThan(0);
  });
});

describe.each(platforms)("a route of the host on %s", (platform) => {
  @Controller("legacy/webhooks/numipay")
  class LegacyController {
    @Post()
    take(): string {
      return "host";
    }
  }

  const post = async (url: string, type = "application/json"): Promise<number> => {
    const headers = { "content-type": type, "x-signature": "0".repeat(40) };
    return (await fetch(url, { method: "POST", headers, body: '{"a":' })).status;
  };

  it("whose path ends alike keeps its parser errors", async () => {
    const { url } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      controllers: [LegacyController],
    });
    expect(await post(`${url}/legacy/webhooks/numipay`)).toBe(400);
    expect(await post(`${url}/webhooks/numipay`)).toBe(401);
  });

  it("keeps its refusal of unknown content types", async () => {
    const { url } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      controllers: [LegacyController],
    });
    const status = await post(`${url}/legacy/webhooks/numipay`, "application/x-numipay-delivery");
    expect(status).toBe(platform === "Fastify" ? 415 : 201);
  });

  it("of middleware leaves the webhook its parser errors", async () => {
    @Module({})
    class AuditModule implements NestModule {
      configure(consumer: MiddlewareConsumer): void {
        const audit = (_request: unknown, _response: unknown, next: () => void): void => next();
        consumer.apply(audit).forRoutes({ path: "{*any}", method: RequestMethod.POST });
      }
    }
    const imports = [AuditModule, NumipayModule.forRoot(quiet)];
    const { url } = await serveApp(platform, { imports });
    expect(await post(`${url}/webhooks/numipay`)).toBe(401);
  });
});
