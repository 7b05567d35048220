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

/** A lazy module with a handler. */
function createLateModule(calls: string[], account?: string) {
  @Injectable()
  class Wallet {
    @OnNumipayEvent("deposit.*", { account })
    credit(): void {
      calls.push("late");
    }
  }
  @Module({ providers: [Wallet] })
  class LateModule {}
  return { Wallet, LateModule };
}

describe.each(platforms)("a module loaded later on %s", (platform) => {
  it("has its handlers called, once", async () => {
    const calls: string[] = [];
    const { LateModule } = createLateModule(calls);
    const { app, deliver } = await serveApp(platform, { imports: [NumipayModule.forRoot(quiet)] });
    await deliver();
    const loader = app.get(LazyModuleLoader);
    await Promise.all([1, 2].map(() => loader.load(() => LateModule)));
    await deliver();
    await deliver();
    expect(calls).toEqual(["late", "late"]);
    await app.get<EventRegistry>(getNumipayWebhookToken()).apply(exampleTransaction(), origin);
    expect(calls).toHaveLength(3);
  });

  it("gets what a replay of unreadable deliveries applies", async () => {
    const calls: string[] = [];
    const { LateModule } = createLateModule(calls);
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
    void app.get(LazyModuleLoader).load(() => LateModule);
    expect(await unreadable.replay()).toEqual({ settled: { processed: 1 }, kept: [] });
    expect(calls).toEqual(["late"]);
  });

  it("holds an event until it is loaded", async () => {
    const calls: string[] = [];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const { Wallet } = createLateModule(calls);
    @Module({
      providers: [
        { provide: "connection", useFactory: () => opened },
        { provide: "held", inject: ["connection"], useFactory: () => new Wallet() },
      ],
    })
    class LateModule {}
    const { app, deliver } = await serveApp(platform, { imports: [NumipayModule.forRoot(quiet)] });
    const loading = app.get(LazyModuleLoader).load(() => LateModule);
    const delivering = deliver();
    setTimeout(open, 50);
    expect(await delivering).toBe(200);
    await loading;
    expect(calls).toEqual(["late"]);
  });
});

describe("a module loaded later", () => {
  it("may have request-scoped factories", async () => {
    const calls: string[] = [];
    const { Wallet } = createLateModule(calls);
    @Module({
      providers: [{ provide: "late", scope: Scope.REQUEST, useFactory: () => new Wallet() }],
    })
    class LateModule {}
    const { app, deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
    });
    await app.get(LazyModuleLoader).load(() => LateModule);
    await deliver();
    expect(calls).toEqual(["late"]);
  });

  it("adds to one of two accounts", async () => {
    const calls: string[] = [];
    const { LateModule } = createLateModule(calls, "eu");
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
    await app.get(LazyModuleLoader).load(() => LateModule);
    await deliver();
    expect(calls).toEqual([]);
    await deliver("/eu", exampleTransaction(), otherPassword);
    expect(calls).toEqual(["late"]);
  });

  it("may be an account with handlers", async () => {
    const calls: string[] = [];
    const { Wallet } = createLateModule(calls, "late");
    @Module({
      imports: [NumipayModule.forRoot({ ...quiet, name: "late", path: false })],
      providers: [Wallet],
    })
    class LateModule {}
    const { app } = await serveApp("Express", { imports: [NumipayModule.forRoot(quiet)] });
    const late = await app.get(LazyModuleLoader).load(() => LateModule);
    const webhook = late.get<EventRegistry>(getNumipayWebhookToken("late"), { strict: false });
    expect(await webhook.apply(exampleTransaction(), origin)).toMatchObject({
      outcome: "processed",
      account: "late",
    });
    expect(calls).toEqual(["late"]);
  });

  it("fails every event when its class is a duplicate", async () => {
    const calls: string[] = [];
    const errors: unknown[] = [];
    const { Wallet, LateModule } = createLateModule(calls);
    const { app, deliver, url } = await serveApp("Express", {
      imports: [
        NumipayModule.forRoot({ ...quiet, onOutcome: ({ error }) => void errors.push(error) }),
      ],
      providers: [Wallet],
    });
    await app.get(LazyModuleLoader).load(() => LateModule);
    expect(await deliver()).toBe(500);
    expect(String((errors[0] as AggregateError).errors[0])).toMatch(/Wallet is provided twice/);
    expect(calls).toEqual([]);
    expect((await fetch(`${url}/webhooks/numipay`, { method: "POST", body: "{}" })).status).toBe(
      401,
    );
  });

  it("does not stop events when it never ends to load", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const calls: string[] = [];
    const { Wallet } = createLateModule(calls);
    @Module({
      providers: [{ provide: "connection", useFactory: () => new Promise(() => undefined) }],
    })
    class LateModule {}
    const { app } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet],
    });
    void app.get(LazyModuleLoader).load(() => LateModule);
    const webhook = app.get<EventRegistry>(getNumipayWebhookToken());
    const applying = webhook.apply(exampleTransaction(), origin);
    await vi.advanceTimersByTimeAsync(4000);
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await applying).toMatchObject({ outcome: "processed" });
    expect(await webhook.apply(exampleTransaction(), origin)).toMatchObject({ handlers: 1 });
  });

  it("does not stop the start while it loads", async () => {
    const calls: string[] = [];
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const { Wallet } = createLateModule(calls);
    const { LateModule } = createLateModule(calls);
    @Module({ imports: [LateModule], providers: [{ provide: "c", useFactory: () => opened }] })
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
    expect(calls).toEqual(["late", "late"]);
  });

  it("changes nothing when it fails to load", async () => {
    const calls: string[] = [];
    const { Wallet } = createLateModule(calls);
    const { Wallet: Other } = createLateModule(calls);
    @Module({
      providers: [Other, { provide: "bad", useFactory: () => Promise.reject(new Error("down")) }],
    })
    class LateModule {}
    const { app, deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet],
    });
    await expect(app.get(LazyModuleLoader).load(() => LateModule)).rejects.toThrow("down");
    expect(await deliver()).toBe(200);
    expect(calls).toContain("late");
  });
});
