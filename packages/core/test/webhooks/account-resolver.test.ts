import { describe, expect, test } from "vitest";
import {
  createReceiver,
  type EventOrigin,
  isInvalidOptionError,
  memoryInbox,
  type WebhookOptions,
} from "../../src/index.js";
import { password, transaction } from "./stage.js";

/** Where an event comes from that waited in a queue. */
function fromQueue(account: string | undefined): EventOrigin {
  return {
    source: "webhook",
    matched: undefined,
    passwordIndex: undefined,
    request: undefined,
    account,
  };
}

describe("an event that carries its account", () => {
  function open(options: WebhookOptions) {
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

  test("is applied under it where the webhook serves several", async () => {
    const { apply, accounts, inbox } = open({ account: () => "default" });
    await apply(transaction, fromQueue(undefined));
    await inbox.addAccount?.("eu");
    for (const account of ["eu", "default", "eu"]) await apply(transaction, fromQueue(account));
    expect(accounts).toEqual(["default", "eu"]);
  });

  test("is refused by a webhook of another account", async () => {
    const { apply, accounts } = open({ account: "us" });
    const { outcome, error, account } = await apply(transaction, fromQueue("eu"));
    expect(outcome).toBe("inbox-unavailable");
    expect(account).toBe("eu");
    expect(isInvalidOptionError(error) && error.message).toContain('"eu"');
    expect(accounts).toEqual([]);
  });

  test.each([{ account: "eu" }, { account: () => "eu" }])(
    "from before a rename is applied under the new name",
    async ({ account }) => {
      const inbox = memoryInbox();
      const before = open({ inbox });
      const [first, second] = [transaction, { ...transaction, transaction_id: "second" }];
      await before.apply(first, fromQueue("default"));
      await inbox.renameAccount("default", "de");
      await inbox.renameAccount("de", "eu");
      const { apply, accounts } = open({ inbox, account });
      expect((await apply(first, fromQueue("default"))).outcome).toBe("duplicate");
      expect((await apply(second, fromQueue("de"))).outcome).toBe("processed");
      expect((await apply(second, fromQueue("eu"))).outcome).toBe("duplicate");
      expect(accounts).toEqual(["eu"]);
    },
  );

  test("is refused where that is no account's name", async () => {
    const { apply, accounts } = open({ account: () => "default" });
    for (const account of ["", "x".repeat(101)]) {
      const { outcome, error } = await apply(transaction, fromQueue(account));
      expect(outcome).toBe("inbox-unavailable");
      expect(String(error)).toContain("the event's account must be a text of 1 to 100 characters");
    }
    expect(accounts).toEqual([]);
  });
});
