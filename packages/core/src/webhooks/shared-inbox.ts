import { InvalidOptionError } from "../protocol/errors.js";
import { sharedState } from "../protocol/shared-state.js";

/** The signature passwords of webhooks, by inbox and account. */
const passwordsOf = /* @__PURE__ */ sharedState(
  "inboxPasswords",
  () => new WeakMap<object, Map<string, ReadonlySet<string>[]>>(),
);

/**
 * Rejects a webhook that shares its inbox and account with a webhook that has different passwords. These are two merchants, whose
 * changes would be mistaken for each other's and not applied. During a password rotation, the lists overlap.
 *
 * @throws InvalidOptionError when another webhook uses the inbox and account with different passwords
 */
export function refuseSharedAccount(
  inbox: object,
  account: string,
  passwords: readonly string[],
): void {
  const accounts = passwordsOf.get(inbox) ?? new Map<string, ReadonlySet<string>[]>();
  passwordsOf.set(inbox, accounts);
  const known = accounts.get(account) ?? [];
  if (known.some((others) => !passwords.some((password) => others.has(password)))) {
    throw new InvalidOptionError(
      "account",
      `"${account}" is used by another webhook with this inbox and a different signature password. Give each merchant account its own name, such as \`account: "eu"\`.`,
    );
  }
  accounts.set(account, [...known, new Set(passwords)]);
}
