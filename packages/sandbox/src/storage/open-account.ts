import type { Account, AccountStore } from "./accounts.js";
import type { CredentialStore } from "./credentials.js";
import type { ProviderStore } from "./providers.js";
import type { Sql } from "./sql.js";

/** Creates an account with a DEV key, a live key and the sandbox's providers. */
export function openAccount(
  store: {
    accounts: AccountStore;
    credentials: CredentialStore;
    providers: ProviderStore;
    atomically: Sql["atomically"];
  },
  setting: { merchantName: string; webhookUrl: string | null; now: number },
): Account {
  const { now } = setting;
  return store.atomically(() => {
    const account = store.accounts.create(setting);
    store.credentials.create(account, { mode: "test", label: "DEV key", now });
    store.credentials.create(account, { mode: "live", label: "Live key", now });
    store.providers.fill(account.accountId);
    return account;
  });
}
