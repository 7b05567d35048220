import { describe, expect, it } from "vitest";
import { isInvalidOptionError } from "../../src/protocol/errors.js";
import { toIdempotencyKey } from "../../src/protocol/event.js";
import type { EventOrigin } from "../../src/webhooks/emitter.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./fixture.js";

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

// Decision 0016: an account keeps its first namespace.

/** Creates a receiver that collects the idempotency keys of applied changes. */
function createFixture(options: WebhookOptions<string> = {}) {
  const keys: string[] = [];
  const receiver = createReceiver<string>({
    signaturePassword: password,
    onOutcome: () => undefined,
    ...options,
  });
  receiver.on("*", (_event, { idempotencyKey }) => void keys.push(idempotencyKey));
  return { receiver, keys };
}

describe("the default account", () => {
  it("is the account named default", async () => {
    const inbox = memoryInbox();
    const [unnamed, named] = [
      createFixture({ inbox }),
      createFixture({ inbox, account: "default" }),
    ];
    await unnamed.receiver.apply(transaction, origin);
    expect((await named.receiver.apply(transaction, origin)).outcome).toBe("duplicate");
    expect(unnamed.keys).toEqual(["deposit:t-1:successful"]);
  });

  it("needs renameAccount for a new name", async () => {
    const inbox = memoryInbox();
    await createFixture({ inbox }).receiver.apply(transaction, origin);
    const named = createFixture({ inbox, account: "eu" });
    const refused = await named.receiver.apply(transaction, origin);
    expect(refused).toMatchObject({ outcome: "inbox-unavailable", account: "eu" });
    expect(isInvalidOptionError(refused.error) && refused.error.option).toBe("account");
    expect(String(refused.error)).toContain('inbox.renameAccount("default", "eu")');
    expect(named.keys).toEqual([]);

    await inbox.renameAccount("default", "eu");
    expect((await named.receiver.apply(transaction, origin)).outcome).toBe("duplicate");
    await named.receiver.apply({ ...transaction, transaction_id: "t-2" }, origin);
    expect(named.keys).toEqual(["deposit:t-2:successful"]);
  });

  it("cannot replace a named account", async () => {
    const inbox = memoryInbox();
    await createFixture({ inbox, account: "eu" }).receiver.apply(transaction, origin);
    const unnamed = await createFixture({ inbox }).receiver.apply(transaction, origin);
    expect(unnamed.outcome).toBe("inbox-unavailable");
  });

  it("can exist beside an added account", async () => {
    const inbox = memoryInbox();
    await inbox.addAccount("eu");
    await inbox.addAccount("default");
    const [unnamed, named] = [createFixture({ inbox }), createFixture({ inbox, account: "eu" })];
    expect((await unnamed.receiver.apply(transaction, origin)).outcome).toBe("processed");
    expect((await named.receiver.apply(transaction, origin)).outcome).toBe("processed");
    expect([unnamed.keys, named.keys].flat()).toEqual([
      "deposit:t-1:successful",
      "eu:deposit:t-1:successful",
    ]);
  });
});

describe("an account that depends on the request", () => {
  it("separates merchants of one server", async () => {
    const { receiver, keys } = createFixture({ account: (request) => request });
    const post = (merchant: string) =>
      receiver.receive(delivery(transaction, { request: merchant }));
    expect((await post("a")).outcome).toBe("processed");
    expect((await post("b")).outcome).toBe("processed");
    expect((await post("a")).outcome).toBe("duplicate");
    expect(keys).toEqual(["a:deposit:t-1:successful", "b:deposit:t-1:successful"]);
    expect(receiver.account).toBeUndefined();
  });

  it.each([undefined, "", 7, "x".repeat(101)])("rejects %j", async (name) => {
    const { receiver, keys } = createFixture({ account: () => name as string });
    const response = await receiver.receive(delivery(transaction, { request: "a" }));
    expect([response.status, keys]).toEqual([503, []]);
  });

  it("is not resolved before verification", async () => {
    let calls = 0;
    const { receiver } = createFixture({
      account: () => {
        calls += 1;
        return "a";
      },
    });
    const headers = { "x-signature": "0".repeat(40) };
    const response = await receiver.receive(delivery(transaction, { headers, request: "a" }));
    expect([response.status, calls]).toEqual([401, 0]);
  });
});

describe("two webhooks on one inbox", () => {
  const other = "another-signature-password-of-37-chars";

  it("need accounts for different passwords", () => {
    const inbox = memoryInbox();
    createFixture({ inbox });
    expect(() => createFixture({ inbox, signaturePassword: other })).toThrow(
      /^account "default" is used by another webhook with this inbox and a different/,
    );
    expect(() => createFixture({ inbox, signaturePassword: other, account: "eu" })).not.toThrow();
  });

  it("can share an account during password rotation", () => {
    const inbox = memoryInbox();
    createFixture({ inbox });
    createFixture({ inbox, signaturePassword: [other, password] });
    expect(() => createFixture({ inbox })).not.toThrow();
  });
});

describe("an event of another account", () => {
  it("is not applied", async () => {
    const { receiver, keys } = createFixture({ account: "eu" });
    const report = await receiver.apply(transaction, { ...origin, account: "us" });
    expect(report.outcome).toBe("inbox-unavailable");
    expect(String(report.error)).toContain('account "us" of the event');
    expect(keys).toEqual([]);
  });
});

describe("the option account", () => {
  it.each(["", 7, "x".repeat(101)])("rejects %j", (account) => {
    expect(() => createFixture({ account: account as string })).toThrow(/^account must be/);
  });
});

describe("toIdempotencyKey", () => {
  it("is unique for each change", () => {
    const parts = ["a", "b", "a:b", "%3A", "default", ":"];
    const keys = parts.flatMap((account) =>
      parts.flatMap((transaction_type) =>
        parts.flatMap((transaction_id) =>
          parts.map((status) =>
            toIdempotencyKey({ ...transaction, transaction_type, transaction_id, status }, account),
          ),
        ),
      ),
    );
    expect(new Set(keys).size).toBe(parts.length ** 4);
  });
});
