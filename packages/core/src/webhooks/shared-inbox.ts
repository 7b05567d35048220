import { InvalidOptionError } from "../protocol/errors.js";

/** By inbox and account, the signature passwords of the webhooks that use it. */
const passwordsOf = new WeakMap<object, Map<string, ReadonlySet<string>[]>>();

/**
 * Refuses a webhook that shares an inbox and an account with one of other passwords: two merchants, whose changes would be
 * taken for each other's, and not applied. While one password replaces another, the lists overlap.
 *
 * @throws InvalidOptionError naming the account
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
      `another webhook uses this inbox for the account "${account}" with another signature password. Give each merchant account a name: \`account: "eu"\`.`,
    );
  }
  accounts.set(account, [...known, new Set(passwords)]);
}
