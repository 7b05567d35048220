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
import { describe, expect, test } from "vitest";
import { createApp, platforms, quiet, serveApp } from "./serve-app.js";

const imports = [NumipayModule.forRoot(quiet)];

describe.each(platforms)("on %s", (platform) => {
  test("finds methods of providers and controllers in any module, and gives event and context", async () => {
    const heard: string[] = [];
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.successful")
      credit(event: NumipayEvent<"deposit.successful">, { idempotencyKey }: EventContext): void {
        heard.push(`credit ${event.amount} ${idempotencyKey}`);
      }
    }
    @Controller("reports")
    class Reports {
      @OnNumipayEvent("*.rejected")
      note(event: Transaction): void {
        heard.push(`note ${event.status}`);
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
    expect(heard).toEqual([
      `credit ${deposit.amount} deposit:${deposit.transaction_id}:successful`,
      "note rejected",
    ]);
  });

  test("a method with several marks is called once an event", async () => {
    const heard: string[] = [];
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.*")
      @OnNumipayEvent("*.successful")
      @OnNumipayEvent("withdrawal.rejected")
      hear(_event: Transaction, { type }: EventContext): void {
        heard.push(type);
      }
    }
    const { deliver } = await serveApp(platform, { imports, providers: [Wallet] });
    await deliver("/webhooks/numipay", exampleTransaction());
    await deliver("/webhooks/numipay", exampleTransaction({ status: "pending" }));
    await deliver(
      "/webhooks/numipay",
      exampleTransaction({ transaction_type: "withdrawal", status: "rejected" }),
    );
    expect(heard).toEqual(["deposit.successful", "deposit.pending", "withdrawal.rejected"]);
  });

  test("request-scoped providers are made anew for each event, with the delivery's request", async () => {
    const made: Session[] = [];
    @Injectable({ scope: Scope.REQUEST })
    class Session {
      constructor(@Inject(REQUEST) readonly request: { url: string } | undefined) {
        made.push(this);
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
    expect(made).toHaveLength(2);
    expect(used).toEqual([made[0], made[0], made[1], made[1]]);
    expect(made[0]?.request?.url).toBe("/webhooks/numipay");

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
    expect(made).toHaveLength(3);
  });

  test("controllers that depend on the request are made for each event too", async () => {
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

  test("an Observable is waited for, and its error is the handler's", async () => {
    let isFailing = true;
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      credit(): Observable<never> {
        return new Observable((subscriber) => {
          setImmediate(() =>
            isFailing ? subscriber.error(new Error("no database")) : subscriber.complete(),
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

test("an inherited handler is called on the class that inherits it, a replaced mark replaces", async () => {
  const heard: string[] = [];
  class Base {
    @OnNumipayEvent("*")
    hear(): void {
      heard.push(`${this.constructor.name} hears`);
    }
    @OnNumipayEvent("deposit.*")
    bookkeep(): void {
      heard.push("base books");
    }
  }
  @Injectable()
  class Derived extends Base {
    @OnNumipayEvent("withdrawal.*")
    override bookkeep(): void {
      heard.push("derived books");
    }
  }
  const { deliver } = await serveApp("Express", { imports, providers: [Derived] });
  await deliver();
  expect(heard).toEqual(["Derived hears"]);
});

describe("start-up refuses", () => {
  const start = (provider: new () => object, ...modules: (new () => object)[]): Promise<unknown> =>
    createApp("Express", { imports: [...imports, ...modules], providers: [provider] }).then((app) =>
      app.init(),
    );

  test("a pattern that can never match, and names the method", async () => {
    @Injectable()
    class Wallet {
      // @ts-expect-error the compiler knows the patterns
      @OnNumipayEvent("deposit.succesful")
      credit(): void {}
    }
    await expect(start(Wallet)).rejects.toThrow(
      /^pattern: at Wallet\.credit, "deposit\.succesful" can never match/,
    );
  });

  test("a handler of an account that no module makes", async () => {
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*", { account: "eu" })
      credit(): void {}
    }
    await expect(start(Wallet)).rejects.toThrow(
      /^account: Wallet\.credit handles events of "eu", and no NumipayModule .* there are default\./,
    );
  });

  test("a class provided by two modules: each event would be credited twice", async () => {
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      credit(): void {}
    }
    @Module({ providers: [Wallet] })
    class Shop {}
    await expect(start(Wallet, Shop)).rejects.toThrow(
      /^handler: Wallet is provided twice, by \w+ and \w+/,
    );
  });
});

test("an alias of a provider is not a second handler", async () => {
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

test("the method's first parameter is held to the pattern by the compiler", () => {
  class Wallet {
    // @ts-expect-error a deposit is no withdrawal
    @OnNumipayEvent("deposit.successful")
    wrong(_event: NumipayEvent<"withdrawal.successful">): void {}

    @OnNumipayEvent("deposit.successful")
    right(_event: NumipayEvent<"deposit.*">, _context: EventContext<{ query(): void }>): void {}
  }
  expect(Wallet).toBeTypeOf("function");
});
