import { setImmediate } from "node:timers/promises";
import { Injectable, Inject, Module, type BeforeApplicationShutdown, Scope } from "@nestjs/common";
import { LazyModuleLoader } from "@nestjs/core";
import {
  type ConfirmedIntent,
  memoryInbox,
  memoryJournal,
  type Numipay,
  type Outbox,
  type OutboxContext,
  type RefusedIntent,
} from "@numipay/core";
import {
  getNumipayToken,
  getOutboxToken,
  InjectOutbox,
  NumipayHealth,
  NumipayModule,
  type NumipayModuleOptions,
  OnIntent,
} from "@numipay/nestjs";
import { createSandbox } from "@numipay/sandbox";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createApp, otherPassword, platforms, quiet, serveApp } from "./serve-app.js";

const payout = { tracking_id: "payout-1", user_id: "user-1", currency: "EUR", amount: "30.00" };

/** A value that is awaited before it is known. */
function createLatch<Value = void>() {
  let open!: (value: Value) => void;
  const opened = new Promise<Value>((resolve) => (open = resolve));
  return { open, opened };
}

async function openSandbox() {
  const sandbox = await createSandbox();
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The options of an account with an outbox at a sandbox. */
async function startGateway(over: Partial<NumipayModuleOptions> = {}) {
  const sandbox = await openSandbox();
  const options: NumipayModuleOptions = {
    ...quiet,
    ...sandbox.clientOptions,
    journal: memoryJournal(),
    inbox: memoryInbox(),
    outbox: { worker: { pollIntervalMs: 5 }, onError: () => undefined },
    ...over,
  };
  return { sandbox, options };
}

/** Records the outcomes of an outbox. */
function createWallet(account?: string) {
  const latch = createLatch<string>();
  @Injectable()
  class Wallet {
    constructor(@InjectOutbox(account) readonly outbox: Outbox<undefined>) {}

    @OnIntent("confirmed", { account })
    note({ tracking_id, metadata }: ConfirmedIntent, { type }: OutboxContext<undefined>): void {
      latch.open(`${type} ${tracking_id} ${JSON.stringify(metadata)}`);
    }

    @OnIntent("refused", { account })
    refund({ tracking_id, problem }: RefusedIntent, { type }: OutboxContext<undefined>): void {
      latch.open(`${type} ${tracking_id} ${problem.httpStatus}`);
    }
  }
  return { Wallet, outcome: latch.opened };
}

describe.each(platforms)("an outbox on %s", (platform) => {
  it("sends a queued call and passes it to its handler", async () => {
    const { sandbox, options } = await startGateway();
    const { Wallet, outcome } = createWallet();
    const { app } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(options)],
      providers: [Wallet],
    });
    await app.get(Wallet).outbox.enqueue(undefined, "payouts.request", payout, { wallet: 7 });
    expect(await outcome).toBe('outbox.confirmed payout-1 {"wallet":7}');
    expect(sandbox.transactions()).toMatchObject([{ tracking_id: "payout-1" }]);
  });

  it("passes a refused call to its handler", async () => {
    const fetch = async (): Promise<Response> => new Response("{}", { status: 422 });
    const { options } = await startGateway({ fetch });
    const { Wallet, outcome } = createWallet();
    const { app } = await serveApp(platform, {
      imports: [NumipayModule.forRootAsync({ useFactory: () => options })],
      providers: [Wallet],
    });
    await app.get(Wallet).outbox.enqueue(undefined, "payouts.request", payout);
    expect(await outcome).toBe("outbox.refused payout-1 422");
  });

  it("creates request-scoped providers once per outcome", async () => {
    const { options } = await startGateway({ outbox: { worker: false } });
    const created: object[] = [];
    const used: object[] = [];
    @Injectable({ scope: Scope.REQUEST })
    class Session {
      constructor() {
        created.push(this);
      }
    }
    @Injectable()
    class Wallet {
      constructor(@Inject(Session) private readonly session: Session) {}
      @OnIntent("confirmed")
      note(): void {
        used.push(this.session);
      }
      @OnIntent("confirmed")
      thank(): void {
        used.push(this.session);
      }
      @OnIntent("refused")
      refund(): void {}
    }
    const { app } = await serveApp(platform, {
      imports: [NumipayModule.forRoot(options)],
      providers: [Session, Wallet],
    });
    const outbox = app.get<Outbox<undefined>>(getOutboxToken());
    await outbox.enqueue(undefined, "payouts.request", payout);
    await outbox.enqueue(undefined, "payouts.request", { ...payout, tracking_id: "payout-2" });
    expect(await outbox.runOnce({ concurrency: 1 })).toMatchObject({ confirmed: 2 });
    expect(created).toHaveLength(2);
    expect(used).toEqual([created[0], created[0], created[1], created[1]]);
  });
});

describe("an outbox", () => {
  it("only queues calls without a worker", async () => {
    const { sandbox, options } = await startGateway({ outbox: { worker: false } });
    const { Wallet } = createWallet();
    const imports = [NumipayModule.forRoot(options)];
    const app = await createApp("Express", { imports, providers: [Wallet] });
    await app.init();
    const { outbox } = app.get(Wallet);
    await outbox.enqueue(undefined, "payouts.request", payout);
    expect(sandbox.transactions()).toEqual([]);
    expect(await outbox.runOnce()).toMatchObject({ confirmed: 1 });
    expect(sandbox.transactions()).toHaveLength(1);
  });

  it("finishes the call that is being sent before other services close", async () => {
    const events: string[] = [];
    const [sending, response] = [createLatch(), createLatch()];
    const { sandbox, options } = await startGateway();
    const fetch: typeof globalThis.fetch = async (...request) => {
      sending.open();
      await response.opened;
      events.push("sent");
      return sandbox.clientOptions.fetch(...request);
    };
    @Injectable()
    class Wallet {
      @OnIntent("confirmed")
      note(): void {
        events.push("handled");
      }
      @OnIntent("refused")
      refund(): void {}
    }
    @Injectable()
    class Database implements BeforeApplicationShutdown {
      beforeApplicationShutdown(): void {
        events.push("closed");
      }
    }
    const imports = [NumipayModule.forRoot({ ...options, fetch })];
    const app = await createApp("Express", { imports, providers: [Wallet, Database] });
    await app.init();
    await app
      .get<Outbox<undefined>>(getOutboxToken())
      .enqueue(undefined, "payouts.request", payout);
    await sending.opened;
    const closing = app.close();
    // Hooks that do not wait for the worker have run by then.
    await setImmediate();
    response.open();
    await closing;
    expect(events).toEqual(["sent", "handled", "closed"]);
  });

  it("shares its journal with the client of its account", async () => {
    const { sandbox, options } = await startGateway();
    const eu = await startGateway({ journal: memoryJournal({ account: "eu" }) });
    const main = createWallet();
    const other = createWallet("eu");
    const app = await createApp("Express", {
      imports: [
        NumipayModule.forRoot(options),
        NumipayModule.forRoot({
          ...eu.options,
          name: "eu",
          path: "/webhooks/eu",
          signaturePassword: otherPassword,
        }),
      ],
      providers: [main.Wallet, other.Wallet],
    });
    await app.init();
    await app.get(other.Wallet).outbox.enqueue(undefined, "payouts.request", payout);
    expect(await other.outcome).toContain("outbox.confirmed");
    expect([sandbox, eu.sandbox].map((one) => one.transactions().length)).toEqual([0, 1]);
    // Recorded in the journal, so the call is not sent again.
    await app.get<Numipay>(getNumipayToken("eu")).payouts.request(payout);
    expect(eu.sandbox.transactions()).toHaveLength(1);
    // The other account has its own records.
    await app.get<Numipay>(getNumipayToken()).payouts.request(payout);
    expect(sandbox.transactions()).toHaveLength(1);
  });

  it("throws when it is used without the option", async () => {
    const app = await createApp("Express", { imports: [NumipayModule.forRoot(quiet)] });
    const outbox = app.get<Outbox<undefined>>(getOutboxToken());
    expect(() => outbox.enqueue(undefined, "payouts.request", payout)).toThrow(
      'outbox is missing for account "default".',
    );
  });
});

describe("the health of an account with a journal", () => {
  it("is down while the journal is unreachable", async () => {
    const check = async (ping: () => Promise<void>): Promise<unknown> => {
      const journal = Object.assign(memoryJournal(), { ping });
      const imports = [NumipayModule.forRoot({ ...quiet, journal })];
      const app = await createApp("Express", { imports });
      return app.get(NumipayHealth, { strict: false }).check();
    };
    expect(await check(async () => undefined)).toMatchObject({
      numipay: { status: "up", accounts: { default: { journal: "up" } } },
    });
    expect(await check(() => Promise.reject(new Error("It is unreachable.")))).toMatchObject({
      numipay: {
        status: "down",
        accounts: { default: { journal: "down", reason: "It is unreachable." } },
      },
    });
  });
});

describe("startup with an outbox", () => {
  const journal = memoryJournal();
  const credentials = { apiKey: "key", baseUrl: "http://127.0.0.1:9" };

  it.each<[string, Partial<NumipayModuleOptions>, RegExp]>([
    ["no journal", { journal: undefined }, /^journal is missing/],
    ["the journal of another account", { journal: memoryJournal({ account: "eu" }) }, /^journal/],
    ["no key", { apiKey: undefined }, /^apiKey is missing for account "default", whose outbox/],
    ["an unknown option", { outbox: { workers: 2 } as object }, /^workers is not an option/],
    ["an invalid worker", { outbox: { worker: { concurrency: 0 } } }, /^concurrency must/],
    ["no outbox for a handler", { outbox: undefined }, /^outbox of account "default" is missing/],
  ])("rejects %s", async (_name, over, problem) => {
    const options = { ...quiet, ...credentials, journal, outbox: {}, ...over };
    const { Wallet } = createWallet();
    const start = async (): Promise<void> => {
      const app = await createApp("Express", {
        imports: [NumipayModule.forRoot(options)],
        providers: [Wallet],
      });
      await app.init();
    };
    await expect(start()).rejects.toThrow(problem);
  });

  it("rejects a worker without a handler for refused", async () => {
    const options = { ...quiet, ...credentials, journal, outbox: {} };
    const app = await createApp("Express", { imports: [NumipayModule.forRoot(options)] });
    await expect(app.init()).rejects.toThrow('handler of on("refused") is missing');
  });

  it("rejects an outcome that does not exist", async () => {
    @Injectable()
    class Wallet {
      @OnIntent("refuse" as "refused")
      refund(): void {}
    }
    const options = { ...quiet, ...credentials, journal, outbox: {} };
    const imports = [NumipayModule.forRoot(options)];
    const app = await createApp("Express", { imports, providers: [Wallet] });
    await expect(app.init()).rejects.toThrow(/^outcome at Wallet\.refund: .*Did you mean refused/);
  });

  it("rejects events once a lazy module handles the outbox", async () => {
    const { options } = await startGateway({ outbox: { worker: false } });
    const lazy = createWallet();
    @Module({ providers: [lazy.Wallet] })
    class LazyModule {}
    const { app, deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot({ ...options, isGlobal: true })],
    });
    expect(await deliver()).toBe(200);
    await app.get(LazyModuleLoader).load(() => LazyModule);
    expect(await deliver(undefined, exampleTransaction({ status: "rejected" }))).toBe(500);
  });
});
