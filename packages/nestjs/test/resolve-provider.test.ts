import { Controller, HttpCode, Inject, Injectable, Post, Scope } from "@nestjs/common";
import { type ContextId, ContextIdFactory, type ContextIdStrategy, REQUEST } from "@nestjs/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction, signDelivery } from "@numipay/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { platforms, quiet, serveApp, signaturePassword } from "./serve-app.js";

interface Tenancy {
  tenant?: string;
}

/** Nest's recipe for durable providers: one context per tenant. */
class ByTenant implements ContextIdStrategy {
  private readonly tenants = new Map<string, ContextId>();

  attach(contextId: ContextId, request: { headers: Record<string, string> }) {
    const tenant = request.headers["x-tenant"] ?? "none";
    const known = this.tenants.get(tenant) ?? ContextIdFactory.create();
    this.tenants.set(tenant, known);
    return {
      resolve: ({ isTreeDurable }: { isTreeDurable: boolean }) =>
        isTreeDurable ? known : contextId,
      payload: { tenant },
    };
  }
}

// The strategy applies to the whole process, so this file has no other tests.
beforeAll(() => ContextIdFactory.apply(new ByTenant()));

// Guards against a handler that Nest never calls: decision 0014.
describe.each(platforms)("a ContextIdStrategy on %s", (platform) => {
  it("provides handlers with the tenant, as routes", async () => {
    const seen: string[] = [];
    let databases = 0;
    @Injectable({ scope: Scope.REQUEST, durable: true })
    class Database {
      readonly id = (databases += 1);
      constructor(@Inject(REQUEST) readonly tenancy: Tenancy) {}
    }
    @Injectable({ scope: Scope.REQUEST, durable: true })
    class DurableWallet {
      constructor(@Inject(Database) private readonly database: Database) {}
      @OnNumipayEvent("*")
      credit(): void {
        seen.push(`durable ${this.database.id} ${this.database.tenancy.tenant}`);
      }
    }
    @Injectable({ scope: Scope.REQUEST })
    class Wallet {
      constructor(@Inject(REQUEST) private readonly request: Tenancy & { url: string }) {}
      @OnNumipayEvent("*")
      credit(): void {
        seen.push(`${this.request.url} ${this.request.tenant}`);
      }
    }
    @Controller("own")
    class Own {
      constructor(@Inject(Database) private readonly database: Database) {}
      @Post()
      @HttpCode(200)
      receive(): void {
        seen.push(`route ${this.database.id} ${this.database.tenancy.tenant}`);
      }
    }
    const { url } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(quiet)],
      controllers: [Own],
      providers: [Database, DurableWallet, Wallet],
    });
    const post = (path: string, tenant: string): Promise<Response> => {
      const delivery = signDelivery(exampleTransaction(), { signaturePassword });
      return fetch(url + path, {
        ...delivery,
        headers: { ...delivery.headers, "x-tenant": tenant },
      });
    };
    for (const tenant of ["acme", "globex", "acme"]) {
      expect((await post("/webhooks/numipay", tenant)).status).toBe(200);
    }
    await post("/own", "globex");
    const of = (id: number, tenant: string): string[] => [
      `durable ${id} ${tenant}`,
      `/webhooks/numipay ${tenant}`,
    ];
    expect(seen).toEqual([
      ...of(1, "acme"),
      ...of(2, "globex"),
      ...of(1, "acme"),
      "route 2 globex",
    ]);
  });
});
