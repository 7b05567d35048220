import { Inject, Injectable } from "@nestjs/common";
import type { Inbox } from "@numipay/core";
import { toPrintable } from "@numipay/core/protocol";
import type { Account } from "./account.js";
import { Accounts } from "./accounts.js";

/** The health of one account. */
export interface AccountHealth {
  /** The webhook's route without the global prefix. Undefined if it has none. */
  path: string | undefined;
  /** Whether the account has a key. The gateway is not called. */
  client: "configured" | "no key";
  /** `"up"` if its `ping` resolves: the stores of this project are then writable. `"not asked"` if the inbox has no `ping`. */
  inbox: "up" | "down" | "not asked";
  /** The same for the account's queue. Undefined if it has none. */
  queue: "up" | "down" | "not asked" | undefined;
  /** The same for the account's journal: while it is down, no payment is sent. Undefined if it has none. */
  journal: "up" | "down" | "not asked" | undefined;
  /** Why a `ping` rejected. May name servers and roles. */
  reason: string | undefined;
}

/** A health check's result, in the format of @nestjs/terminus. A type, because an interface does not fit its index signature. */
export type NumipayHealthResult = {
  numipay: { status: "up" | "down"; accounts: Record<string, AccountHealth> };
};

/** Checks whether the app's accounts can process deliveries and record calls. */
@Injectable()
export class NumipayHealth {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  /** Returns `down` if the `ping` of an inbox, a queue or a journal rejects. Never throws, and never calls the gateway. */
  async check(): Promise<NumipayHealthResult> {
    const checked = await Promise.all(
      this.accounts
        .all()
        .map(async (account) => [account.name, await checkAccount(account)] as const),
    );
    const isDown = checked.some(([, { inbox, queue, journal }]) =>
      [inbox, queue, journal].includes("down"),
    );
    const accounts = Object.fromEntries(checked);
    return { numipay: { status: isDown ? "down" : "up", accounts } };
  }
}

async function checkAccount({
  path,
  hasKey,
  inbox,
  queue,
  journal,
}: Account): Promise<AccountHealth> {
  const reasons: string[] = [];
  const [inboxState, queueState, journalState] = await Promise.all([
    pingStore(inbox, reasons),
    queue === undefined ? undefined : pingStore(queue, reasons),
    journal === undefined ? undefined : pingStore(journal, reasons),
  ]);
  return {
    path,
    client: hasKey ? "configured" : "no key",
    inbox: inboxState,
    queue: queueState,
    journal: journalState,
    reason: reasons.length === 0 ? undefined : reasons.join(" "),
  };
}

async function pingStore(
  store: Pick<Inbox<unknown>, "ping">,
  reasons: string[],
): Promise<AccountHealth["inbox"]> {
  if (store.ping === undefined) return "not asked";
  try {
    await store.ping();
    return "up";
  } catch (error) {
    reasons.push(toPrintable(error instanceof Error ? error.message : String(error), 1_000));
    return "down";
  }
}
