import { Inject, Injectable } from "@nestjs/common";
import type { Inbox } from "@numipay/core";
import type { Account } from "./account.js";
import { Accounts } from "./accounts.js";

/** The health of one account. */
export interface AccountHealth {
  /** The webhook's route without the global prefix. Undefined if it has none. */
  path: string | undefined;
  /** Whether the account has a key. The gateway is not called. */
  client: "configured" | "no key";
  /** `"not asked"` if the inbox has no `ping`. */
  inbox: "reachable" | "unreachable" | "not asked";
  /** The same for the account's queue. Undefined if it has none. */
  queue: "reachable" | "unreachable" | "not asked" | undefined;
}

/** A health check's result, in the format of @nestjs/terminus. A type, because an interface does not fit its index signature. */
export type NumipayHealthResult = {
  numipay: { status: "up" | "down"; accounts: Record<string, AccountHealth> };
};

/** Checks whether the app's accounts can process deliveries. */
@Injectable()
export class NumipayHealth {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  /** Returns `down` if the `ping` of an inbox or a queue rejects. Never throws, and never calls the gateway. */
  async check(): Promise<NumipayHealthResult> {
    const checked = await Promise.all(
      this.accounts
        .all()
        .map(async (account) => [account.name, await checkAccount(account)] as const),
    );
    const isDown = checked.some(([, { inbox, queue }]) => [inbox, queue].includes("unreachable"));
    const accounts = Object.fromEntries(checked);
    return { numipay: { status: isDown ? "down" : "up", accounts } };
  }
}

async function checkAccount({ path, hasKey, inbox, queue }: Account): Promise<AccountHealth> {
  return {
    path,
    client: hasKey ? "configured" : "no key",
    inbox: await pingStore(inbox),
    queue: queue === undefined ? undefined : await pingStore(queue),
  };
}

async function pingStore(store: Pick<Inbox<unknown>, "ping">): Promise<AccountHealth["inbox"]> {
  if (store.ping === undefined) return "not asked";
  try {
    await store.ping();
    return "reachable";
  } catch {
    return "unreachable";
  }
}
