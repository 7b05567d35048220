import { defaultAccount } from "@numipay/core";
import type { Account } from "./account.js";

/**
 * Adds an account to an inbox that it shares with the default account. Otherwise the inbox would reject it as a possible new name
 * of the default account. Rejects when the store is unreachable.
 */
export async function registerAccount(account: Account, all: readonly Account[]): Promise<void> {
  const { name, inbox } = account;
  const names = all.filter((other) => other.inbox === inbox).map((other) => other.name);
  if (names.length === 1 || !names.includes(defaultAccount)) return;
  if (name === defaultAccount) {
    // An account that is not in this app may have been renamed to the default one. The inbox then explains what to do.
    const known = (await inbox.accounts?.read()) ?? new Map();
    const inUse = [...known].filter(([, { renamedTo }]) => renamedTo === undefined);
    if (inUse.some(([other]) => !names.includes(other))) return;
  }
  await inbox.addAccount?.(name);
}
