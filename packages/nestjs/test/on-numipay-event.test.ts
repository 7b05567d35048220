import { Controller, Inject, Injectable, Module, Scope } from "@nestjs/common";
import { REQUEST } from "@nestjs/core";
import {
  type EventContext,
  type EventRegistry,
  type NumipayEvent,
  type Transaction,
} from "@numipay/core";
import { getNumipayWebhookToken, NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { Observable } from "rxjs";
import { describe, expect, it } from "vitest";
import { createApp, platforms, quiet, serveApp } from "./serve-app.js";

const imports = [NumipayModule.forRoot(quiet)];

describe.each(platforms)("OnNumipayEvent on %s", (platform) => {
  it("finds methods in any module and passes event and context", async () => {
    const calls: string[] = [];
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.successful")
      credit(event: NumipayEvent<"deposit.successful">, { idempotencyKey }: EventContext): void {
        calls.push(`credit ${event.amount} ${idempotencyKey}`);
      }
    }
    @Controller("reports")
    class Reports {
      @OnNumipayEvent("*.rejected")
      note(event: Transaction): void {
        calls.push(`note ${event.status}`);
      }
    }
    @Module({ providers: [Wallet], controllers: [Reports] })
    class Deep {}
    @Module({ imports: [Deep] })
    class Feature {}
    const { deliver } = await serveApp(platform, { imports: [...imports, Feature] });
    const deposit = exampleTransaction();
    await deliver("/webhooks/numipay", deposit);
    await deliver("/webhooks/numipay", exampleTransaction({ status: "rejected" }));
    expect(calls).toEqual([
      `credit ${deposit.amount} deposit:${deposit.transaction_id}:successful`,
      "note rejected",
    ]);
  });

  it("calls a method with several decorators once per event", async () => {
    const types: string[] = [];
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.*")
      @OnNumipayEvent("*.successful")
      @OnNumipayEvent("withdrawal.rejected")
      credit(_event: Transaction, { type }: EventContext): void {
        types.push(type);
      }
    }
    const { deliver } = await serveApp(platform, { imports, providers: [Wallet] });
    await deliver("/webhooks/numipay", exampleTransaction());
    await deliver("/webhooks/numipay", exampleTransaction({ status: "pending" }));
    await deliver(
      "/webhooks/numipay",
      exampleTransaction({ transaction_type: "withdrawal", status: "rejected" }),
    );
    expect(types).toEqual(["deposit.successful", "deposit.pending", "withdrawal.rejected"]);
  });

  it("creates request-scoped providers per event", async () => {
    const created: Session[] = [];
    @Injectable({ scope: Scope.REQUEST })
    class Session {
      constructor(@Inject(REQUEST) readonly request: { url: string } | undefined) {
        created.push(this);
      }
    }
    const used: Session[] = [];
    @Injectable()
    class Wallet {
      constructor(@Inject(Session) private readonly session: Session) {}
      @OnNumipayEvent("*")
      credit(): void {
        used.push(this.session);
      }
      @OnNumipayEvent("*")
      thank(): void {
        used.push(this.session);
      }
    }
    const { app, deliver } = await serveApp(platform, { imports, providers: [Session, Wallet] });
    await deliver();
    await deliver();
    expect(created).toHaveLength(2);
    expect(used).toEqual([created[0], created[0], created[1], created[1]]);
    expect(created[0]?.request?.url).toBe("/webhooks/numipay");

    const webhook = app.get<EventRegistry>(getNumipayWebhookToken());
    const origin = {
      source: "reconcile",
      matched: undefined,
      passwordIndex: undefined,
      request: undefined,
    } as const;
    expect(await webhook.apply(exampleTransaction(), origin)).toMatchObject({
      outcome: "processed",
      handlers: 2,
    });
    expect(created).toHaveLength(3);
  });

  it("creates request-scoped controllers per event", async () => {
    const urls: unknown[] = [];
    @Controller({ path: "wallet", scope: Scope.REQUEST })
    class WalletController {
      constructor(@Inject(REQUEST) private readonly request: { url: string }) {}
      @OnNumipayEvent("*")
      credit(): void {
        urls.push(this.request.url);
      }
    }
    const { deliver } = await serveApp(platform, { imports, controllers: [WalletController] });
    expect(await deliver()).toBe(200);
    expect(urls).toEqual(["/webhooks/numipay"]);
  });

  it("waits for an Observable and fails with it", async () => {
    let isFailing = true;
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      credit(): Observable<never> {
        return new Observable((subscriber) => {
          setImmediate(() =>
            isFailing
              ? subscriber.error(new Error("The database is unreachable."))
              : subscriber.complete(),
          );
        });
      }
    }
    const { deliver } = await serveApp(platform, { imports, providers: [Wallet] });
    const transaction = exampleTransaction();
    expect(await deliver("/webhooks/numipay", transaction)).toBe(500);
    isFailing = false;
    expect(await deliver("/webhooks/numipay", transaction)).toBe(200);
  });
});

describe("a derived class", () => {
  it("inherits handlers and may replace their patterns", async () => {
    const calls: string[] = [];
    class Base {
      @OnNumipayEvent("*")
      notify(): void {
        calls.push(`${this.constructor.name}.notify`);
      }
      @OnNumipayEvent("deposit.*")
      credit(): void {
        calls.push("Base.credit");
      }
    }
    @Injectable()
    class Derived extends Base {
      @OnNumipayEvent("withdrawal.*")
      override credit(): void {
        calls.push("Derived.credit");
      }
    }
    const { deliver } = await serveApp("Express", { imports, providers: [Derived] });
    await deliver();
    expect(calls).toEqual(["Derived.notify"]);
  });
});

describe("startup rejects", () => {
  const start = (provider: new () => object, ...modules: (new () => object)[]): Promise<unknown> =>
    createApp("Express", { imports: [...imports, ...modules], providers: [provider] }).then((app) =>
      app.init(),
    );

  it("a pattern that can never match", async () => {
    @Injectable()
    class Wallet {
      // @ts-expect-error the compiler knows the patterns
      @OnNumipayEvent("deposit.succesful")
      credit(): void {}
    }
    await expect(start(Wallet)).rejects.toThrow(
      /^pattern at Wallet\.credit: "deposit\.succesful" can never match/,
    );
  });

  it("a handler of an unknown account", async () => {
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*", { account: "eu" })
      credit(): void {}
    }
    await expect(start(Wallet)).rejects.toThrow(
      /^account "eu" of Wallet\.credit is not created by any NumipayModule.* one of: default\./,
    );
  });

  it("a class that two modules provide", async () => {
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      credit(): void {}
    }
    @Module({ providers: [Wallet] })
    class Shop {}
    await expect(start(Wallet, Shop)).rejects.toThrow(
      /^handler Wallet is provided twice, by \w+ and \w+/,
    );
  });
});

describe("an alias of a provider", () => {
  it("is not called a second time", async () => {
    let count = 0;
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      credit(): void {
        count += 1;
      }
    }
    const alias = { provide: "WALLET", useExisting: Wallet };
    const { deliver } = await serveApp("Express", { imports, providers: [Wallet, alias] });
    await deliver();
    expect(count).toBe(1);
  });
});
