import { describe, expect, it } from "vitest";
import { isInvalidOptionError } from "../../src/protocol/errors.js";
import { toIdempotencyKey } from "../../src/protocol/event.js";
import type { EventOrigin } from "../../src/webhooks/emitter.js";
import { memoryInbox } from "../../src/webhooks/memory-inbox.js";
import type { WebhookOptions } from "../../src/webhooks/options.js";
import { createReceiver } from "../../src/webhooks/receiver.js";
import { delivery, password, transaction } from "./stage.js";

const origin: EventOrigin = {
  source: "reconcile",
  matched: undefined,
  passwordIndex: undefined,
  request: undefined,
};

/** A receiver that notes the idempotency key of what it applies. */
function open(options: WebhookOptions<string> = {}) {
  const keys: string[] = [];
  const receiver = createReceiver<string>({
    signaturePassword: password,
    onOutcome: () => undefined,
    ...options,
  });
  receiver.on("*", (_event, { idempotencyKey }) => void keys.push(idempotencyKey));
  return { receiver, keys };
}

describe("the unnamed account", () => {
  it("is the one named default", async () => {
    const inbox = memoryInbox();
    const [unnamed, named] = [open({ inbox }), open({ inbox, account: "default" })];
    await unnamed.receiver.apply(transaction, origin);
    expect((await named.receiver.apply(transaction, origin)).outcome).toBe("duplicate");
    expect(unnamed.keys).toEqual(["deposit:t-1:successful"]);
  });

  it("cannot be named before it was renamed", async () => {
    const inbox = memoryInbox();
    await open({ inbox }).receiver.apply(transaction, origin);
    const named = open({ inbox, account: "eu" });
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

  it("cannot take the place of a named one either", async () => {
    const inbox = memoryInbox();
    await open({ inbox, account: "eu" }).receiver.apply(transaction, origin);
    const unnamed = await open({ inbox }).receiver.apply(transaction, origin);
    expect(unnamed.outcome).toBe("inbox-unavailable");
  });

  it("lives beside a named one that was added", async () => {
    const inbox = memoryInbox();
    await inbox.addAccount("eu");
    await inbox.addAccount("default");
    const [unnamed, named] = [open({ inbox }), open({ inbox, account: "eu" })];
    expect((await unnamed.receiver.apply(transaction, origin)).outcome).toBe("processed");
    expect((await named.receiver.apply(transaction, origin)).outcome).toBe("processed");
    expect([unnamed.keys, named.keys].flat()).toEqual([
      "deposit:t-1:successful",
      "eu:deposit:t-1:successful",
    ]);
  });
});

describe("an account that depends on the request", () => {
  it("keeps merchants of one server apart", async () => {
    const { receiver, keys } = open({ account: (request) => request });
    const post = (merchant: string) =>
      receiver.receive(delivery(transaction, { request: merchant }));
    expect((await post("a")).outcome).toBe("processed");
    expect((await post("b")).outcome).toBe("processed");
    expect((await post("a")).outcome).toBe("duplicate");
    expect(keys).toEqual(["a:deposit:t-1:successful", "b:deposit:t-1:successful"]);
    expect(receiver.account).toBeUndefined();
  });

  it.each([undefined, "", 7, "x".repeat(101)])("is not %j", async (name) => {
    const { receiver, keys } = open({ account: () => name as string });
    const answer = await receiver.receive(delivery(transaction, { request: "a" }));
    expect([answer.status, keys]).toEqual([503, []]);
  });

  it("is not asked for before the sender is known", async () => {
    let asked = 0;
    const { receiver } = open({
      account: () => {
        asked += 1;
        return "a";
      },
    });
    const headers = { "x-signature": "0".repeat(40) };
    const answer = await receiver.receive(delivery(transaction, { headers, request: "a" }));
    expect([answer.status, asked]).toEqual([401, 0]);
  });
});

describe("two webhooks on one inbox", () => {
  const other = "another-signature-password-of-37-chars";

  it("with different passwords need accounts", () => {
    const inbox = memoryInbox();
    open({ inbox });
    expect(() => open({ inbox, signaturePassword: other })).toThrow(
      /^account: another webhook uses this inbox for the account "default" with another/,
    );
    expect(() => open({ inbox, signaturePassword: other, account: "eu" })).not.toThrow();
  });

  it("may share an account while one password replaces another", () => {
    const inbox = memoryInbox();
    open({ inbox });
    open({ inbox, signaturePassword: [other, password] });
    expect(() => open({ inbox })).not.toThrow();
  });
});

describe("an event of another account", () => {
  it("is not applied by this account's handlers", async () => {
    const { receiver, keys } = open({ account: "eu" });
    const report = await receiver.apply(transaction, { ...origin, account: "us" });
    expect(report.outcome).toBe("inbox-unavailable");
    expect(String(report.error)).toContain('belongs to the account "us"');
    expect(keys).toEqual([]);
  });
});

describe("the option account", () => {
  it.each(["", 7, "x".repeat(101)])("is not %j", (account) => {
    expect(() => open({ account: account as string })).toThrow(/^account: /);
  });
});

describe("toIdempotencyKey", () => {
  it("never names two changes alike", () => {
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
