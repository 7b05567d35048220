import { Inject, Injectable, Module, type OnModuleInit, Scope } from "@nestjs/common";
import { LazyModuleLoader } from "@nestjs/core";
import { type EventRegistry, memoryInbox } from "@numipay/core";
import { getNumipayWebhookToken, NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { otherPassword, platforms, quiet, serveApp } from "./serve-app.js";

const origin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
} as const;

/** Creates a lazy module with a handler. */
function createLazyModule(calls: string[], account?: string) {
  @Injectable()
  class Wallet {
    @OnNumipayEvent("deposit.*", { account })
    credit(): void {
      calls.push("lazy");
    }
  }
  @Module({ providers: [Wallet] })
  class LazyModule {}
  return { Wallet, LazyModule };
}

// Guards against a handler in a module that is loaded later: decision 0014.
describe.each(platforms)("a lazily loaded module on %s", (platform) => {
  it("has its handlers called once", async () => {
    const calls: string[] = [];
    const { LazyModule } = createLazyModule(calls);
    const { app, deliver } = await serveApp(platform, { imports: [NumipayModule.forRoot(quiet)] });
    await deliver();
    const loader = app.get(LazyModuleLoader);
    await Promise.all([1, 2].map(() => loader.load(() => LazyModule)));
    await deliver();
    await deliver();
    expect(calls).toEqual(["lazy", "lazy"]);
    await app.get<EventRegistry>(getNumipayWebhookToken()).apply(exampleTransaction(), origin);
    expect(calls).toHaveLength(3);
  });

  it("handles replayed unreadable deliveries", async () => {
    const calls: string[] = [];
    const { LazyModule } = createLazyModule(calls);
    const contract = { webhook: { fields: { user_id: { required: false } } } };
    const inbox = memoryInbox();
    const anonymous = exampleTransaction({ user_id: null as never });
    const before = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, inbox })],
    });
    expect(await before.deliver("/webhooks/numipay", anonymous)).toBe(503);
    const { app } = await serveApp(platform, {
      imports: [NumipayModule.forRoot({ ...quiet, inbox, contract })],
    });
    const { unreadable } = app.get<EventRegistry>(getNumipayWebhookToken());
    expect(await unreadable.list()).toHaveLength(1);
    void app.get(LazyModuleLoader).load(() => LazyModule);
    expect(await unreadable.replay()).toEqual({ settled: { processed: 1 }, kept: [] });
    expect(calls).toEqual(["lazy"]);
  });

  it("delays events while it loads", async () => {
    const calls: string[] = [];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const { Wallet } = createLazyModule(calls);
    @Module({
      providers: [
        { provide: "connection", useFactory: () => opened },
        { provide: "wallet", inject: ["connection"], useFactory: () => new Wallet() },
      ],
    })
    class LazyModule {}
    const { app, deliver } = await serveApp(platform, { imports: [NumipayModule.forRoot(quiet)] });
    const loading = app.get(LazyModuleLoader).load(() => LazyModule);
    const delivering = deliver();
    setTimeout(open, 50);
    expect(await delivering).toBe(200);
    await loading;
    expect(calls).toEqual(["lazy"]);
  });
});

describe("a lazily loaded module", () => {
  it("may have request-scoped factories", async () => {
    const calls: string[] = [];
    const { Wallet } = createLazyModule(calls);
    @Module({
      providers: [{ provide: "lazy", scope: Scope.REQUEST, useFactory: () => new Wallet() }],
    })
    class LazyModule {}
    const { app, deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
    });
    await app.get(LazyModuleLoader).load(() => LazyModule);
    await deliver();
    expect(calls).toEqual(["lazy"]);
  });

  it("adds handlers to one of two accounts", async () => {
    const calls: string[] = [];
    const { LazyModule } = createLazyModule(calls, "eu");
    const { app, deliver } = await serveApp("Express", {
      imports: [
        NumipayModule.forRoot(quiet),
        NumipayModule.forRoot({
          ...quiet,
          signaturePassword: otherPassword,
          name: "eu",
          path: "/eu",
        }),
      ],
    });
    await app.get(LazyModuleLoader).load(() => LazyModule);
    await deliver();
    expect(calls).toEqual([]);
    await deliver("/eu", exampleTransaction(), otherPassword);
    expect(calls).toEqual(["lazy"]);
  });

  it("may create an account with handlers", async () => {
    const calls: string[] = [];
    const { Wallet } = createLazyModule(calls, "lazy");
    @Module({
      imports: [NumipayModule.forRoot({ ...quiet, name: "lazy", path: false })],
      providers: [Wallet],
    })
    class LazyModule {}
    const { app } = await serveApp("Express", { imports: [NumipayModule.forRoot(quiet)] });
    const lazy = await app.get(LazyModuleLoader).load(() => LazyModule);
    const webhook = lazy.get<EventRegistry>(getNumipayWebhookToken("lazy"), { strict: false });
    expect(await webhook.apply(exampleTransaction(), origin)).toMatchObject({
      outcome: "processed",
      account: "lazy",
    });
    expect(calls).toEqual(["lazy"]);
  });

  it("fails every event if its class is a duplicate", async () => {
    const calls: string[] = [];
    const errors: unknown[] = [];
    const { Wallet, LazyModule } = createLazyModule(calls);
    const { app, deliver, url } = await serveApp("Express", {
      imports: [
        NumipayModule.forRoot({ ...quiet, onOutcome: ({ error }) => void errors.push(error) }),
      ],
      providers: [Wallet],
    });
    await app.get(LazyModuleLoader).load(() => LazyModule);
    expect(await deliver()).toBe(500);
    expect(String((errors[0] as AggregateError).errors[0])).toMatch(/Wallet is provided twice/);
    expect(calls).toEqual([]);
    expect((await fetch(`${url}/webhooks/numipay`, { method: "POST", body: "{}" })).status).toBe(
      401,
    );
  });

  it("does not block events if it never finishes loading", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const calls: string[] = [];
    const { Wallet } = createLazyModule(calls);
    @Module({
      providers: [{ provide: "connection", useFactory: () => new Promise(() => undefined) }],
    })
    class LazyModule {}
    const { app } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet],
    });
    void app.get(LazyModuleLoader).load(() => LazyModule);
    const webhook = app.get<EventRegistry>(getNumipayWebhookToken());
    const applying = webhook.apply(exampleTransaction(), origin);
    await vi.advanceTimersByTimeAsync(4000);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await applying).toMatchObject({ outcome: "processed" });
    expect(await webhook.apply(exampleTransaction(), origin)).toMatchObject({ handlers: 1 });
  });

  it("does not block startup", async () => {
    const calls: string[] = [];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const { Wallet } = createLazyModule(calls);
    const { LazyModule } = createLazyModule(calls);
    @Module({ imports: [LazyModule], providers: [{ provide: "c", useFactory: () => opened }] })
    class SlowModule {}
    let loading: Promise<unknown> | undefined;
    @Injectable()
    class Starter implements OnModuleInit {
      constructor(@Inject(LazyModuleLoader) private readonly loader: LazyModuleLoader) {}
      onModuleInit(): void {
        loading = this.loader.load(() => SlowModule);
      }
    }
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet, Starter],
    });
    open();
    await loading;
    await deliver();
    expect(calls).toEqual(["lazy", "lazy"]);
  });

  it("changes nothing if it fails to load", async () => {
    const calls: string[] = [];
    const { Wallet } = createLazyModule(calls);
    const { Wallet: Other } = createLazyModule(calls);
    @Module({
      providers: [Other, { provide: "bad", useFactory: () => Promise.reject(new Error("down")) }],
    })
    class LazyModule {}
    const { app, deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet],
    });
    await expect(app.get(LazyModuleLoader).load(() => LazyModule)).rejects.toThrow("down");
    expect(await deliver()).toBe(200);
    expect(calls).toContain("lazy");
  });
});
