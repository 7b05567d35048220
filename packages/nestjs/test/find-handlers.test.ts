import {
  type CanActivate,
  Controller,
  Inject,
  Injectable,
  Module,
  type ModuleMetadata,
  type Provider,
  Scope,
  UseGuards,
} from "@nestjs/common";
import { APP_GUARD, REQUEST } from "@nestjs/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it } from "vitest";
import { createApp, platforms, quiet, serveApp } from "./serve-app.js";

interface Handling {
  credit(): void;
}

/** Creates a new class with a handler. */
function createWallet(calls: string[]): new () => Handling {
  class Wallet {
    @OnNumipayEvent("deposit.*")
    credit(): void {
      calls.push(this.constructor.name);
    }
  }
  return Wallet;
}

const { REQUEST: perRequest, TRANSIENT: transient } = Scope;
const fromRequest = { scope: perRequest, inject: [REQUEST] };
const token = Symbol("wallet");

/** Every way to provide a class. Each handler must be called once. */
const kinds: Record<string, (wallet: new () => Handling) => Provider[]> = {
  "useClass under a string": (wallet) => [{ provide: "wallet", useClass: wallet }],
  "useClass under a symbol": (wallet) => [{ provide: token, useClass: wallet }],
  "request-scoped useClass": (wallet) => [{ provide: token, useClass: wallet, scope: perRequest }],
  "transient useClass": (wallet) => [{ provide: token, useClass: wallet, scope: transient }],
  "durable useClass": (wallet) => [
    { provide: token, useClass: wallet, scope: perRequest, durable: true },
  ],
  "a useValue instance": (wallet) => [{ provide: "wallet", useValue: new wallet() }],
  "a promised useValue instance": (wallet) => [
    { provide: "wallet", useValue: Promise.resolve(new wallet()) },
  ],
  "a Proxy": (wallet) => [{ provide: "wallet", useValue: new Proxy(new wallet(), {}) }],
  useFactory: (wallet) => [{ provide: wallet, useFactory: () => new wallet() }],
  "async useFactory": (wallet) => [{ provide: "wallet", useFactory: async () => new wallet() }],
  "useFactory with the function keyword": (wallet) => [
    {
      provide: "wallet",
      useFactory: function create() {
        return new wallet();
      },
    },
  ],
  "request-scoped useFactory": (wallet) => [
    { provide: wallet, ...fromRequest, useFactory: () => new wallet() },
  ],
  "request-scoped useFactory under a string": (wallet) => [
    { provide: "wallet", ...fromRequest, useFactory: async () => new wallet() },
  ],
  "request-scoped useFactory that needs a request": (wallet) => [
    {
      provide: wallet,
      ...fromRequest,
      useFactory: (request: { url: string }) => request.url !== "" && new wallet(),
    },
  ],
  "durable useFactory": (wallet) => [
    { provide: token, ...fromRequest, durable: true, useFactory: () => new wallet() },
  ],
  "transient useFactory": (wallet) => [
    { provide: token, scope: transient, useFactory: () => new wallet() },
  ],
  "useFactory that depends on the request": (wallet) => [
    { provide: "tenant", ...fromRequest, useFactory: () => "acme" },
    { provide: "wallet", inject: ["tenant"], useFactory: () => new wallet() },
  ],
  "useExisting beside its class": (wallet) => [
    { provide: "first", useExisting: wallet },
    wallet,
    { provide: "last", useExisting: wallet },
  ],
  "useExisting of a request-scoped class": (wallet) => [
    { provide: wallet, useClass: wallet, scope: perRequest },
    { provide: "wallet", useExisting: wallet },
  ],
  "factories that return another provider": (wallet) => [
    { provide: "first", inject: [wallet], useFactory: (known: object) => known },
    wallet,
    { provide: "last", inject: [wallet], useFactory: (known: object) => known },
  ],
  "a request-scoped factory that returns another provider": (wallet) => [
    { provide: "inner", ...fromRequest, useFactory: () => new wallet() },
    {
      provide: "wallet",
      scope: perRequest,
      inject: ["inner"],
      useFactory: (inner: object) => inner,
    },
  ],
};

// Guards against a handler that Nest never calls: decision 0014.
describe.each(platforms)("a handler on %s", (platform) => {
  it.each(Object.entries(kinds))("is called once: %s", async (_kind, toProviders) => {
    const calls: string[] = [];
    const outcomes: unknown[] = [];
    const { deliver } = await serveApp(platform, {
      imports: [
        NumipayModule.forRoot({
          ...quiet,
          onOutcome: ({ outcome, error }) => void outcomes.push(outcome, error),
        }),
      ],
      providers: toProviders(createWallet(calls)),
    });
    for (const expected of [["Wallet"], ["Wallet", "Wallet"]]) {
      await deliver();
      expect(calls).toEqual(expected);
    }
    expect(outcomes).toEqual(["processed", undefined, "processed", undefined]);
  });
});

/** Serves an app on Express. */
const serve = (root: ModuleMetadata): ReturnType<typeof serveApp> =>
  serveApp("Express", {
    ...root,
    imports: [NumipayModule.forRoot(quiet), ...(root.imports ?? [])],
  });

const start = async (root: ModuleMetadata): Promise<void> => {
  const imports = [NumipayModule.forRoot(quiet), ...(root.imports ?? [])];
  await (await createApp("Express", { ...root, imports })).init();
};

describe("a decorated method", () => {
  it("may be an arrow function", async () => {
    const calls: string[] = [];
    class Wallet {
      // @ts-expect-error the compiler cannot check a property's function
      @OnNumipayEvent("deposit.*")
      credit = (): void => void calls.push("credit");
    }
    for (const scope of [Scope.DEFAULT, Scope.REQUEST]) {
      const { deliver } = await serve({ providers: [{ provide: "w", useClass: Wallet, scope }] });
      expect(await deliver()).toBe(200);
    }
    expect(calls).toEqual(["credit", "credit"]);
  });

  it("may be named by a symbol", async () => {
    const credit = Symbol("credit");
    let calls = 0;
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.*")
      [credit](): void {
        calls += 1;
      }
    }
    const { deliver } = await serve({ providers: [Wallet] });
    await deliver();
    expect(calls).toBe(1);
  });

  it("is called on the implementation of an abstract class", async () => {
    const calls: string[] = [];
    abstract class WalletPort {
      @OnNumipayEvent("deposit.*")
      credit(): void {}
    }
    class SqlWallet implements WalletPort {
      credit(): void {
        calls.push("credit");
      }
    }
    for (const scope of [Scope.DEFAULT, Scope.REQUEST]) {
      const { deliver } = await serve({
        providers: [
          { provide: SqlWallet, useClass: SqlWallet, scope },
          { provide: WalletPort, useExisting: SqlWallet },
        ],
      });
      await deliver();
    }
    expect(calls).toEqual(["credit", "credit"]);
  });

  it("must not be static", () => {
    expect(() => {
      class Wallet {
        @OnNumipayEvent("*")
        static credit(): void {}
        debit(): void {}
      }
      return Wallet;
    }).toThrow(/^@OnNumipayEvent cannot decorate the static method Wallet\.credit/);
  });

  it("must not use standard decorators", () => {
    const mark = OnNumipayEvent("*") as unknown as (method: object, context: object) => void;
    expect(() => mark(() => undefined, { kind: "method", name: "credit" })).toThrow(
      /experimentalDecorators/,
    );
  });
});

describe("startup", () => {
  it("rejects a failing factory while a class is missing", async () => {
    const wallet = createWallet([]);
    const useFactory = ({ url }: { url: string }): object => Object.assign(new wallet(), { url });
    await expect(
      start({ providers: [{ provide: "wallet", ...fromRequest, useFactory }] }),
    ).rejects.toThrow(
      /^handler classes cannot be found: the factory of wallet in AppModule failed .*\bWallet\b/s,
    );
  });

  it("ignores classes of other apps", async () => {
    createWallet([]);
    const providers = [
      { provide: "user", ...fromRequest, useFactory: (request?: object) => request },
      { provide: "line", scope: Scope.TRANSIENT, useFactory: () => ({}) },
    ];
    await expect(start({ providers })).resolves.toBeUndefined();
  });

  it("rejects a class behind two factories", async () => {
    const wallet = createWallet([]);
    const create = { ...fromRequest, useFactory: () => new wallet() };
    await expect(
      start({ providers: [wallet, { ...create, provide: "second" }] }),
    ).resolves.toBeUndefined();
    const useFactory = (): object => new wallet();
    await expect(start({ providers: [wallet, { provide: "second", useFactory }] })).rejects.toThrow(
      /^handler Wallet is provided twice/,
    );
  });

  it("rejects a class that is wrapped under its own token", async () => {
    const wallet = createWallet([]);
    class Audited extends wallet {}
    await expect(
      start({
        providers: [
          { provide: "inner", useClass: wallet },
          { provide: wallet, useClass: Audited },
        ],
      }),
    ).rejects.toThrow(/^handler \w+ is provided twice/);
  });

  it("rejects a handler on a guard that is not a provider", async () => {
    @Injectable()
    class Guard implements CanActivate {
      canActivate = (): boolean => true;
      @OnNumipayEvent("*")
      credit(): void {}
    }
    @Controller("own")
    @UseGuards(Guard)
    class Own {}
    await expect(start({ controllers: [Own] })).rejects.toThrow(/^handler Guard is a guard/);
    await expect(start({ controllers: [Own], providers: [Guard] })).resolves.toBeUndefined();
    const provider = { provide: APP_GUARD, useClass: Guard, scope: Scope.REQUEST };
    await expect(start({ providers: [provider] })).rejects.toThrow(/^handler Guard is a guard/);
  });
});

describe("an event", () => {
  it("fails when Nest cannot create its handler", async () => {
    let isFailing = true;
    let calls = 0;
    @Injectable({ scope: Scope.REQUEST })
    class Tenant {
      constructor() {
        if (isFailing) throw new Error("The tenant is unknown.");
      }
    }
    @Injectable()
    class Wallet {
      constructor(@Inject(Tenant) readonly tenant: Tenant) {}
      @OnNumipayEvent("deposit.*")
      credit(): void {
        calls += 1;
      }
    }
    const { deliver } = await serve({ providers: [Tenant, Wallet] });
    const event = exampleTransaction();
    expect([await deliver("/webhooks/numipay", event), calls]).toEqual([500, 0]);
    isFailing = false;
    expect([await deliver("/webhooks/numipay", event), calls]).toEqual([200, 1]);
  });

  it("fails when a factory returns another object", async () => {
    const wallet = createWallet([]);
    const { deliver } = await serve({
      providers: [
        { provide: wallet, ...fromRequest, useFactory: (request?: object) => request && {} },
      ],
    });
    expect(await deliver()).toBe(500);
  });

  it("is unhandled when no handler matches", async () => {
    const outcomes: unknown[] = [];
    @Module({ providers: [createWallet([])] })
    class Shop {}
    const onOutcome = ({ outcome }: { outcome: string }): void => void outcomes.push(outcome);
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot({ ...quiet, onOutcome }), Shop],
    });
    const withdrawal = exampleTransaction({ transaction_type: "withdrawal" });
    expect(await deliver("/webhooks/numipay", withdrawal)).toBe(200);
    expect(outcomes).toEqual(["unhandled"]);
  });
});
