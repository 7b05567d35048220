import { describe, expect, it } from "vitest";
import {
  createReceiver,
  type EventOrigin,
  isInvalidOptionError,
  memoryInbox,
  type WebhookOptions,
} from "../../src/index.js";
import { password, transaction } from "./fixture.js";

/** The origin of an event from a queue. */
function fromQueue(account: string | undefined): EventOrigin {
  return {
    source: "webhook",
    matched: undefined,
    passwordIndex: undefined,
    request: undefined,
    account,
  };
}

describe("an event with its account", () => {
  function createFixture(options: WebhookOptions) {
    const receiver = createReceiver({
      inbox: memoryInbox(),
      signaturePassword: password,
      onOutcome: () => undefined,
      ...options,
    });
    const accounts: string[] = [];
    receiver.on("*", (_event, { account }) => void accounts.push(account));
    return {
      inbox: receiver.inbox,
      apply: (...event: Parameters<typeof receiver.apply>) => receiver.apply(...event),
      accounts,
    };
  }

  it("is applied by a webhook of several accounts", async () => {
    const { apply, accounts, inbox } = createFixture({ account: () => "default" });
    await apply(transaction, fromQueue(undefined));
    await inbox.addAccount?.("eu");
    for (const account of ["eu", "default", "eu"]) await apply(transaction, fromQueue(account));
    expect(accounts).toEqual(["default", "eu"]);
  });

  it("is rejected by another account's webhook", async () => {
    const { apply, accounts } = createFixture({ account: "us" });
    const { outcome, error, account } = await apply(transaction, fromQueue("eu"));
    expect(outcome).toBe("inbox-unavailable");
    expect(account).toBe("eu");
    expect(isInvalidOptionError(error) && error.message).toContain('"eu"');
    expect(accounts).toEqual([]);
  });

  it.each([{ account: "eu" }, { account: () => "eu" }])(
    "from before a rename uses the new name",
    async ({ account }) => {
      const inbox = memoryInbox();
      const before = createFixture({ inbox });
      const [first, second] = [transaction, { ...transaction, transaction_id: "second" }];
      await before.apply(first, fromQueue("default"));
      await inbox.renameAccount("default", "de");
      await inbox.renameAccount("de", "eu");
      const { apply, accounts } = createFixture({ inbox, account });
      expect((await apply(first, fromQueue("default"))).outcome).toBe("duplicate");
      expect((await apply(second, fromQueue("de"))).outcome).toBe("processed");
      expect((await apply(second, fromQueue("eu"))).outcome).toBe("duplicate");
      expect(accounts).toEqual(["eu"]);
    },
  );

  it("is rejected if the name is invalid", async () => {
    const { apply, accounts } = createFixture({ account: () => "default" });
    for (const account of ["", "x".repeat(101)]) {
      const { outcome, error } = await apply(transaction, fromQueue(account));
      expect(outcome).toBe("inbox-unavailable");
      expect(String(error)).toContain(
        "account of the event must be a string of 1 to 100 characters",
      );
    }
    expect(accounts).toEqual([]);
  });
});
