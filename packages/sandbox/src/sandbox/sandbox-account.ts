import { checkKnownOptions } from "@numipay/core/protocol";
import type { Mode } from "../gateway/transaction-record.js";
import type { SandboxAccount } from "./sandbox.js";
import type { Account } from "../storage/accounts.js";
import type { Store } from "../storage/store.js";
import { toWebUrl } from "../delivery/web-url.js";

/** What an account needs. */
export interface SandboxAccountPorts {
  readonly store: Store;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: () => number;
  readonly clientOptions: (apiKey: string) => SandboxAccount["clientOptions"];
  readonly assertOpen: () => void;
}

/** Creates the public API of a merchant account. Values that can change are read on each access. */
export function toSandboxAccount(
  { accountId }: Account,
  { store, now, clientOptions, assertOpen }: SandboxAccountPorts,
): SandboxAccount {
  const { accounts, credentials } = store;
  const read = (): Account => {
    assertOpen();
    const account = accounts.byId(accountId);
    if (account === undefined) throw new Error("The sandbox's file does not contain this account.");
    return account;
  };
  const keyOf = (mode: Mode): string => {
    assertOpen();
    return credentials.keyOf({ accountId, mode });
  };
  return {
    accountId,
    get merchantName() {
      return read().merchantName;
    },
    get apiKey() {
      return keyOf("test");
    },
    get liveApiKey() {
      return keyOf("live");
    },
    get signaturePassword() {
      return read().signaturePassword;
    },
    get webhookUrl() {
      return read().webhookUrl ?? undefined;
    },
    get clientOptions() {
      return clientOptions(keyOf("test"));
    },
    createKey(key) {
      checkKnownOptions(key, ["mode", "label"]);
      const { mode, label } = key;
      return credentials.create(read(), { mode, label, now: now() }).apiKey;
    },
    revokeKey(apiKey) {
      assertOpen();
      if (credentials.revoke(accountId, apiKey, now())) return;
      // Error messages end up in logs, so they must not contain the key.
      throw new RangeError("revokeKey requires an active key of this account.");
    },
    rotateSignaturePassword() {
      assertOpen();
      return accounts.rotateSignaturePassword(accountId);
    },
    seedHistory(past) {
      assertOpen();
      checkKnownOptions(past, ["transactions", "days"]);
      const { transactions, days = 30 } = past;
      if (!(Number.isFinite(days) && days > 0)) throw new RangeError("days must be above zero.");
      store.seedHistory({
        accountId,
        count: transactions,
        from: now() - Math.round(days * 86_400_000),
        before: now(),
      });
    },
    setWebhookUrl(url) {
      assertOpen();
      accounts.setWebhookUrl(accountId, url === undefined ? null : toWebUrl(url));
    },
  };
}
