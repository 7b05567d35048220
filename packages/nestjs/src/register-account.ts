import { defaultAccount } from "@numipay/core";
import type { Account } from "./account.js";

/**
 * Adds an account to the inbox that it shares with the unnamed account. The inbox would refuse it as a possible new name
 * of the other one; here both are in use, so it is not. Rejects when the store cannot be reached.
 */
export async function registerAccount(account: Account, all: readonly Account[]): Promise<void> {
  const { name, inbox } = account;
  const names = all.filter((other) => other.inbox === inbox).map((other) => other.name);
  if (names.length === 1 || !names.includes(defaultAccount)) return;
  if (name === defaultAccount) {
    // An account that is not in this app may have become the unnamed one: the inbox then says what to do.
    const known = (await inbox.accounts?.read()) ?? new Map();
    const inUse = [...known].filter(([, { renamedTo }]) => renamedTo === undefined);
    if (inUse.some(([other]) => !names.includes(other))) return;
  }
  await inbox.addAccount?.(name);
}
