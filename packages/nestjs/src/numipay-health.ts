import { Inject, Injectable } from "@nestjs/common";
import type { Inbox } from "@numipay/core";
import type { Account } from "./account.js";
import { Accounts } from "./accounts.js";

/** One account in a health check. */
export interface AccountHealth {
  /** The webhook's route without the global prefix; undefined where it has none. */
  path: string | undefined;
  /** Whether there is a key to call the gateway with. The gateway itself is not called. */
  client: "configured" | "no key";
  /** "not asked": an inbox without a `ping` cannot be asked without writing to it. */
  inbox: "reachable" | "unreachable" | "not asked";
  /** The same of the account's queue; undefined where it has none. */
  queue: "reachable" | "unreachable" | "not asked" | undefined;
}

/** A health check's result, in the shape that @nestjs/terminus takes. */
export interface NumipayHealthResult {
  numipay: { status: "up" | "down"; accounts: Record<string, AccountHealth> };
}

/** Says whether the accounts of the app can take deliveries, as far as that can be known without making one. */
@Injectable()
export class NumipayHealth {
  constructor(@Inject(Accounts) private readonly accounts: Accounts) {}

  /** Down when an inbox or a queue that has a `ping` rejects it. Never throws, and never calls the gateway. */
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
    inbox: await ask(inbox),
    queue: queue === undefined ? undefined : await ask(queue),
  };
}

async function ask(store: Pick<Inbox<unknown>, "ping">): Promise<AccountHealth["inbox"]> {
  if (store.ping === undefined) return "not asked";
  try {
    await store.ping();
    return "reachable";
  } catch {
    return "unreachable";
  }
}
