import { Injectable, Scope } from "@nestjs/common";
import { type EventContext, type Inbox, memoryInbox, type Transaction } from "@numipay/core";
import { NumipayModule, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { of, throwError } from "rxjs";
import { describe, expect, it } from "vitest";
import { quiet, serveApp } from "./serve-app.js";

/** An inbox that opens a transaction handle per handler, as database inboxes do. */
function scopedInbox(): Inbox<object | undefined> {
  const inbox = memoryInbox();
  return {
    ...inbox,
    async claim(change) {
      const claim = await inbox.claim(change);
      if (claim.state !== "new") return claim;
      const scope = () => ({ tx: {}, close: () => undefined });
      return { state: "new", lease: Object.assign(claim.lease, { scope }) };
    },
  };
}

describe("a handler with a database inbox", () => {
  it("is called once if several decorators match", async () => {
    const handles: unknown[] = [];
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.*")
      @OnNumipayEvent("*.successful")
      credit(_event: Transaction, { tx }: EventContext<object>): void {
        handles.push(tx);
      }
    }
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot({ ...quiet, inbox: scopedInbox() })],
      providers: [Wallet],
    });
    await deliver();
    expect(handles).toEqual([{}]);
  });

  it("shares request-scoped instances with the other handlers", async () => {
    const instances = new Set<unknown>();
    @Injectable({ scope: Scope.REQUEST })
    class Wallet {
      @OnNumipayEvent("*")
      credit(): void {
        instances.add(this);
      }
      @OnNumipayEvent("*")
      thank(): void {
        instances.add(this);
      }
    }
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot({ ...quiet, inbox: scopedInbox() })],
      providers: [Wallet],
    });
    await deliver();
    expect(instances.size).toBe(1);
    await deliver();
    expect(instances.size).toBe(2);
  });

  it("is called again when the gateway retries", async () => {
    let calls = 0;
    @Injectable()
    class Wallet {
      @OnNumipayEvent("deposit.*")
      @OnNumipayEvent("*.successful")
      credit(): void {
        calls += 1;
        if (calls === 1) throw new Error("The ledger is locked.");
      }
    }
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot({ ...quiet, inbox: scopedInbox() })],
      providers: [Wallet],
    });
    const event = exampleTransaction();
    const statuses = [1, 2, 3].map(() => () => deliver("/webhooks/numipay", event));
    expect([await statuses[0]!(), await statuses[1]!(), await statuses[2]!()]).toEqual([
      500, 200, 200,
    ]);
    expect(calls).toBe(2);
  });
});

describe("a generator method", () => {
  it("fails because its body never runs", async () => {
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      async *credit(): AsyncGenerator<number> {
        yield 1;
      }
    }
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet],
    });
    expect(await deliver()).toBe(500);
  });
});

describe("a handler that returns a promise of an Observable", () => {
  it("fails if the Observable fails", async () => {
    let isFailing = true;
    @Injectable()
    class Wallet {
      @OnNumipayEvent("*")
      async credit(): Promise<unknown> {
        return isFailing ? throwError(() => new Error("The ledger is locked.")) : of(1);
      }
    }
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot(quiet)],
      providers: [Wallet],
    });
    const event = exampleTransaction();
    expect(await deliver("/webhooks/numipay", event)).toBe(500);
    isFailing = false;
    expect(await deliver("/webhooks/numipay", event)).toBe(200);
  });
});
