import { checkKnownOptions } from "@numipay/core/protocol";
import { toWebUrl } from "../delivery/web-url.js";
import type { Entrance } from "../server/entrance.js";
import { openAccount } from "../storage/open-account.js";
import type { Gateway } from "./compose-gateway.js";
import { toSandboxAccount } from "./sandbox-account.js";
import type { Sandbox, SandboxAccount } from "./sandbox.js";

/** Creates the account methods of a sandbox. */
export function sandboxAccounts(
  gateway: Gateway,
  entrance: Entrance,
): Pick<Sandbox, "accounts" | "account" | "createAccount"> {
  const { store, assertOpen, now, settings } = gateway;
  const firstId = store.accounts.first().accountId;
  const ports = {
    store,
    assertOpen,
    now,
    clientOptions: (apiKey: string): SandboxAccount["clientOptions"] => ({
      apiKey,
      baseUrl: entrance.baseUrl(),
      fetch: entrance.fetch,
      ...(settings.contractSource === undefined ? {} : { contract: settings.contractSource }),
    }),
  };
  return {
    accounts() {
      assertOpen();
      return store.accounts.list().map((account) => toSandboxAccount(account, ports));
    },
    account(accountId = firstId) {
      assertOpen();
      const account = store.accounts.byId(accountId);
      if (account === undefined) {
        throw new RangeError("No account of the sandbox has this accountId.");
      }
      return toSandboxAccount(account, ports);
    },
    createAccount(fields) {
      assertOpen();
      checkKnownOptions(fields, ["merchantName", "webhookUrl"]);
      const { merchantName, webhookUrl: url } = fields;
      if (merchantName.trim() === "") throw new TypeError("merchantName must not be empty.");
      const webhookUrl = url === undefined ? null : toWebUrl(url);
      const account = openAccount(store, { merchantName, webhookUrl, now: now() });
      return toSandboxAccount(account, ports);
    },
  };
}
