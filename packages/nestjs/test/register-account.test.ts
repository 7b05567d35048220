import { Injectable } from "@nestjs/common";
import { type EventContext, type Inbox, memoryInbox, type Transaction } from "@numipay/core";
import { NumipayModule, type NumipayModuleOptions, OnNumipayEvent } from "@numipay/nestjs";
import { exampleTransaction } from "@numipay/testing";
import { describe, expect, it } from "vitest";
import { createApp, otherPassword, platforms, quiet, serveApp } from "./serve-app.js";

/** Serves an app with the accounts `default` and `eu` on one inbox, and records handler calls. */
async function serveTwo(inbox: Inbox, platform = platforms[0]!) {
  const calls: string[] = [];
  @Injectable()
  class Wallet {
    @OnNumipayEvent("*")
    @OnNumipayEvent("*", { account: "eu" })
    credit(_event: Transaction, { account, idempotencyKey }: EventContext): void {
      calls.push(`${account} ${idempotencyKey}`);
    }
  }
  const eu = { ...quiet, inbox, signaturePassword: otherPassword, name: "eu", path: "/eu" };
  const { deliver } = await serveApp(platform, {
    imports: [NumipayModule.forRoot({ ...quiet, inbox }), NumipayModule.forRoot(eu)],
    providers: [Wallet],
  });
  return {
    calls,
    deliver: (event: Transaction) => deliver("/webhooks/numipay", event),
    deliverEu: (event: Transaction) => deliver("/eu", event, otherPassword),
  };
}

describe.each(platforms)("two accounts on one inbox on %s", (platform) => {
  it("apply the same transaction id once each", async () => {
    const { calls, deliver, deliverEu } = await serveTwo(memoryInbox(), platform);
    const event = exampleTransaction();
    const other = { ...event, amount: "7.00" };
    for (let round = 0; round < 2; round += 1) {
      expect([await deliver(event), await deliverEu(other)]).toEqual([200, 200]);
    }
    const id = `deposit:${event.transaction_id}:successful`;
    expect(calls).toEqual([`default ${id}`, `eu eu:${id}`]);
  });
});

describe("an account beside the default one", () => {
  it("is added to the inbox at startup", async () => {
    const inbox = memoryInbox();
    await serveTwo(inbox);
    expect([...(await inbox.accounts!.read()).keys()].toSorted()).toEqual(["default", "eu"]);
  });

  it("is added once the store is reachable", async () => {
    const memory = memoryInbox();
    let isDown = true;
    const checkStore = (): void => {
      if (isDown) throw new Error("The store is unreachable.");
    };
    const inbox: Inbox = {
      ...memory,
      addAccount: async (name) => {
        checkStore();
        return memory.addAccount(name);
      },
      claim: async (...args) => {
        checkStore();
        return memory.claim(...args);
      },
    };
    const { calls, deliver, deliverEu } = await serveTwo(inbox);
    const event = exampleTransaction();
    expect(await deliver(event)).toBe(503);
    expect(await deliverEu(event)).toBe(503);
    isDown = false;
    expect([await deliver(event), await deliverEu(event), calls.length]).toEqual([200, 200, 2]);
  });
});

describe("an account that may be a renamed one", () => {
  const deliverTo = async (inbox: Inbox, options: Partial<NumipayModuleOptions>, name?: string) => {
    const { deliver } = await serveApp("Express", {
      imports: [NumipayModule.forRoot({ ...quiet, ...options, inbox, name })],
    });
    return deliver();
  };

  it("is rejected until it is renamed in the inbox", async () => {
    const inbox = memoryInbox();
    expect(await deliverTo(inbox, {})).toBe(200);
    expect(await deliverTo(inbox, {}, "eu")).toBe(503);
    await inbox.renameAccount("default", "eu");
    expect(await deliverTo(inbox, {}, "eu")).toBe(200);
  });

  it("is rejected beside another account too", async () => {
    const inbox = memoryInbox();
    expect(await deliverTo(inbox, {}, "old")).toBe(200);
    const { deliver, deliverEu } = await serveTwo(inbox);
    expect(await deliver(exampleTransaction())).toBe(503);
    expect(await deliverEu(exampleTransaction())).toBe(200);
  });
});

describe("an `account` among the options", () => {
  it("is rejected at startup", async () => {
    const useFactory = (): NumipayModuleOptions => Object.assign({ account: "eu" }, quiet);
    await expect(
      createApp("Express", { imports: [NumipayModule.forRootAsync({ useFactory })] }),
    ).rejects.toThrow(/^account is set by the module's `name`/);
  });
});

describe("a `logger` among the options", () => {
  it("is rejected at startup", async () => {
    const useFactory = (): NumipayModuleOptions => Object.assign({ logger: console }, quiet);
    await expect(
      createApp("Express", { imports: [NumipayModule.forRootAsync({ useFactory })] }),
    ).rejects.toThrow("logger is Nest's logger. Set it with app.useLogger().");
  });
});
