import type { AccountStore } from "@numipay/core";
import type { Dialect } from "../dialects/dialect.js";
import type { Runner } from "./runner.js";

/** Stores the accounts of an inbox. */
export function sqlAccounts(runner: Runner, { accounts }: Dialect): AccountStore {
  return {
    read: () => runner.read(accounts.read()),
    add: (name, entry) => runner.write(accounts.add(name, entry)),
    async rename(from, to) {
      try {
        return await runner.write(accounts.rename(from, to));
      } catch (error) {
        if (accounts.isTaken(error)) return false;
        throw error;
      }
    },
  };
}
