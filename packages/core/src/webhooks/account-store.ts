import { InvalidArgumentError, InvalidOptionError } from "../protocol/errors.js";
import { defaultAccount, toNamespace } from "../protocol/event.js";

/** An account in an inbox. */
export interface AccountEntry {
  /** The prefix of the account's keys. It stays the same when the account is renamed. */
  namespace: string;
  /** The new name, if the account was renamed. */
  renamedTo?: string | undefined;
}

/** The accounts of an inbox. Entries are never deleted. */
export interface AccountStore {
  /** All accounts by name. */
  read(): Promise<ReadonlyMap<string, AccountEntry>>;
  /** Adds an account atomically, unless the name exists. Resolves to the stored entry. */
  add(name: string, entry: AccountEntry): Promise<AccountEntry>;
  /**
   * Marks `from` as renamed to `to` and adds `to` with the namespace of `from`, atomically. Resolves to false and writes nothing
   * if `from` is unknown or already renamed, or `to` exists.
   */
  rename(from: string, to: string): Promise<boolean>;
}

/** The methods of an inbox that stores accounts. */
export interface AccountMethods {
  /**
   * Adds an account beside the default account. Only needed if an inbox serves both. A new name could also be the default
   * account's new name, under which all of its changes would be applied again, so it is rejected until you call this.
   *
   * @throws InvalidArgumentError when the name is invalid, or the account was renamed
   */
  addAccount(name: string): Promise<void>;
  /**
   * Renames an account. Its records and idempotency keys stay the same. The default account is `"default"`.
   *
   * @throws InvalidArgumentError when `from` is unknown or already renamed, or `to` is in use
   */
  renameAccount(from: string, to: string): Promise<void>;
}

/** Creates `addAccount` and `renameAccount` of an inbox. */
export function createAccountMethods(store: AccountStore): AccountMethods {
  return {
    async addAccount(name) {
      const problem = accountProblem(name);
      if (problem !== undefined) throw new InvalidArgumentError("name", problem);
      const { renamedTo } = await store.add(name, { namespace: toNamespace(name) });
      if (renamedTo === undefined) return;
      throw new InvalidArgumentError(
        "name",
        `"${name}" was renamed to "${renamedTo}". Use the new name.`,
      );
    },
    async renameAccount(from, to) {
      for (const [field, name] of Object.entries({ from, to })) {
        const problem = accountProblem(name);
        if (problem !== undefined) throw new InvalidArgumentError(field, problem);
      }
      if (await store.rename(from, to)) return;
      const known = await store.read();
      const { renamedTo } = known.get(from) ?? {};
      // Idempotent, so that a deployment script can run twice.
      if (renamedTo === to) return;
      if (known.has(to)) {
        throw new InvalidArgumentError("to", `"${to}" is already an account of this inbox.`);
      }
      if (renamedTo !== undefined) {
        throw new InvalidArgumentError("from", `"${from}" was already renamed to "${renamedTo}".`);
      }
      throw new InvalidArgumentError(
        "from",
        `"${from}" is not an account of this inbox. Its accounts: ${[...known.keys()].join(", ") || "none"}.`,
      );
    },
  };
}

/**
 * Returns the namespace of an account in an inbox. Adds a new account, unless it could be the new name of another one.
 *
 * @throws InvalidOptionError when the account was renamed, or using it could apply old changes again
 */
export async function resolveNamespace(
  store: AccountStore | undefined,
  account: string,
): Promise<string> {
  if (store === undefined) return toNamespace(account);
  const known = await store.read();
  const entry = known.get(account);
  if (entry?.renamedTo !== undefined) refuseRenamed(account, entry.renamedTo);
  if (entry !== undefined) return entry.namespace;
  const inUse = [...known].filter(([, { renamedTo }]) => renamedTo === undefined);
  const other = inUse.find(([name]) => account === defaultAccount || name === defaultAccount)?.[0];
  if (other !== undefined) refuseNaming(account, other);
  const added = await store.add(account, { namespace: toNamespace(account) });
  return added.namespace;
}

function refuseRenamed(account: string, renamedTo: string): never {
  throw new InvalidOptionError(
    "account",
    `"${account}" was renamed to "${renamedTo}" in this inbox. Set account to "${renamedTo}".`,
  );
}

function refuseNaming(account: string, other: string): never {
  throw new InvalidOptionError(
    "account",
    `"${account}" is new to this inbox, which has records of "${other}". If it is the new name of "${other}", every change ` +
      `would be applied again: run inbox.renameAccount("${other}", "${account}") once. If it is another account, run ` +
      `inbox.addAccount("${account}") once.`,
  );
}

const longestName = 100;

/** Why an account's name is invalid; undefined if it is valid. */
export function accountProblem(name: unknown): string | undefined {
  if (typeof name !== "string" || name === "" || name.length > longestName) {
    return `must be a string of 1 to ${longestName} characters.`;
  }
  return undefined;
}
