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

/** Serves two accounts on an unreachable store, so that the module tries to register them at each event. */
async function serveWithoutStore(platform: (typeof platforms)[number]) {
  const counts = { lookups: 0, storeCalls: 0 };
  const callStore = async (): Promise<never> => {
    counts.storeCalls += 1;
    throw new Error("The store is unreachable.");
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
    counts.lookups += 1;
    return values();
  };
  return { ...served, counts: Object.assign(counts, { lookups: 0, storeCalls: 0 }) };
}

describe.each(platforms)("unsigned deliveries on %s", (platform) => {
  it("cause no lookups or store calls", async () => {
    const { deliver, counts } = await serveWithoutStore(platform);
    for (let sent = 0; sent < 100; sent += 1) {
      expect(await deliver("/webhooks/numipay", undefined, "a-password-of-another-sender")).toBe(
        401,
      );
    }
    expect(counts).toEqual({ lookups: 0, storeCalls: 0 });
    expect(await deliver()).toBe(503);
    expect(counts.lookups).toBeGreaterThan(0);
    expect(counts.storeCalls).toBeGreaterThan(0);
  });
});

describe.each(platforms)("a route of the host on %s", (platform) => {
  @Controller("legacy/webhooks/numipay")
  class LegacyController {
    @Post()
    receive(): string {
      return "host";
    }
  }

  const post = async (url: string, type = "application/json"): Promise<number> => {
    const headers = { "content-type": type, "x-signature": "0".repeat(40) };
    return (await fetch(url, { method: "POST", headers, body: '{"a":' })).status;
  };

  it("with a similar path keeps its parser errors", async () => {
    const { url } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      controllers: [LegacyController],
    });
    expect(await post(`${url}/legacy/webhooks/numipay`)).toBe(400);
    expect(await post(`${url}/webhooks/numipay`)).toBe(401);
  });

  it("still rejects unknown content types", async () => {
    const { url } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      controllers: [LegacyController],
    });
    const status = await post(`${url}/legacy/webhooks/numipay`, "application/x-numipay-delivery");
    expect(status).toBe(platform === "Fastify" ? 415 : 201);
  });

  it("of middleware does not handle the webhook's parser errors", async () => {
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
