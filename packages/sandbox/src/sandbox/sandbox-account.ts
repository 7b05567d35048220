import { checkKnownOptions } from "@numipay/core/protocol";
import type { Mode } from "../gateway/transaction-record.js";
import type { SandboxAccount } from "./sandbox.js";
import type { Account } from "../storage/accounts.js";
import type { Store } from "../storage/store.js";
import { toWebUrl } from "../delivery/web-url.js";

/** What an account works with; each call first makes sure that the sandbox is still open. */
export interface SandboxAccountPorts {
  readonly store: Store;
  /** Milliseconds since 1970 on the virtual clock. */
  readonly now: () => number;
  readonly clientOptions: (apiKey: string) => SandboxAccount["clientOptions"];
  readonly mustBeOpen: () => void;
}

/** Builds what a user of the sandbox does with one merchant account. What can change is read whenever it is asked for. */
export function toSandboxAccount(
  { accountId }: Account,
  { store, now, clientOptions, mustBeOpen }: SandboxAccountPorts,
): SandboxAccount {
  const { accounts, credentials } = store;
  const read = (): Account => {
    mustBeOpen();
    const account = accounts.byId(accountId);
    if (account === undefined) throw new Error("The sandbox's file has lost this account");
    return account;
  };
  const keyOf = (mode: Mode): string => {
    mustBeOpen();
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
      mustBeOpen();
      if (credentials.revoke(accountId, apiKey, now())) return;
      // The key is not repeated: errors end up in logs.
      throw new RangeError("revokeKey takes a key of this account that is not revoked yet");
    },
    rotateSignaturePassword() {
      mustBeOpen();
      return accounts.rotateSignaturePassword(accountId);
    },
    seedHistory(past) {
      mustBeOpen();
      checkKnownOptions(past, ["transactions", "days"]);
      const { transactions, days = 30 } = past;
      if (!(Number.isFinite(days) && days > 0)) throw new RangeError("days must be above zero");
      store.seedHistory({
        accountId,
        count: transactions,
        from: now() - Math.round(days * 86_400_000),
        before: now(),
      });
    },
    setWebhookUrl(url) {
      mustBeOpen();
      accounts.setWebhookUrl(accountId, url === undefined ? null : toWebUrl(url));
    },
  };
}
