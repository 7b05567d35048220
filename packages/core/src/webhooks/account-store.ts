import { InvalidArgumentError, InvalidOptionError } from "../protocol/errors.js";
import { defaultAccount, toNamespace } from "../protocol/event.js";

/** An account as an inbox knows it. */
export interface AccountEntry {
  /** What the account's keys begin with. It never changes, whatever the account is called. */
  namespace: string;
  /** The name that took its place. */
  renamedTo?: string | undefined;
}

/** Which accounts an inbox knows. Entries are never deleted. */
export interface AccountStore {
  /** Every account by its name. */
  read(): Promise<ReadonlyMap<string, AccountEntry>>;
  /** Adds an account unless the name is known, atomically. Resolves to the entry that is stored. */
  add(name: string, entry: AccountEntry): Promise<AccountEntry>;
  /**
   * Marks `from` as renamed to `to` and adds `to` with the namespace of `from`, atomically. False, and nothing is written,
   * when `from` is unknown or renamed already, or `to` is known.
   */
  rename(from: string, to: string): Promise<boolean>;
}

/** What every inbox that keeps accounts offers for them. */
export interface AccountMethods {
  /**
   * Adds an account beside the unnamed one. Only needed where an inbox serves both: a name that appears later could be the
   * unnamed account's new name, under which all its changes would be applied again, so it is refused until this has run.
   *
   * @throws InvalidArgumentError when the name is no account's name, or the account was renamed
   */
  addAccount(name: string): Promise<void>;
  /**
   * Gives an account another name. Its records stay, and so do its idempotency keys. The unnamed account is `"default"`.
   *
   * @throws InvalidArgumentError when `from` is unknown or renamed already, or `to` is in use
   */
  renameAccount(from: string, to: string): Promise<void>;
}

/** `addAccount` and `renameAccount` of an inbox. */
export function createAccountMethods(store: AccountStore): AccountMethods {
  return {
    async addAccount(name) {
      const problem = accountProblem(name);
      if (problem !== undefined) throw new InvalidArgumentError("name", problem);
      const { renamedTo } = await store.add(name, { namespace: toNamespace(name) });
      if (renamedTo === undefined) return;
      throw new InvalidArgumentError("name", `"${name}" was renamed to "${renamedTo}". Use that.`);
    },
    async renameAccount(from, to) {
      for (const [field, name] of Object.entries({ from, to })) {
        const problem = accountProblem(name);
        if (problem !== undefined) throw new InvalidArgumentError(field, problem);
      }
      if (await store.rename(from, to)) return;
      const known = await store.read();
      const { renamedTo } = known.get(from) ?? {};
      // A second run of the same deployment script changes nothing.
      if (renamedTo === to) return;
      if (known.has(to)) {
        throw new InvalidArgumentError("to", `"${to}" is an account of this inbox already.`);
      }
      if (renamedTo !== undefined) {
        throw new InvalidArgumentError("from", `"${from}" was renamed to "${renamedTo}" before.`);
      }
      throw new InvalidArgumentError(
        "from",
        `this inbox has recorded nothing under "${from}". Its accounts: ${[...known.keys()].join(", ") || "none"}.`,
      );
    },
  };
}

/**
 * The namespace of an account in an inbox. A new account is added, unless it may be another one's new name.
 *
 * @throws InvalidOptionError when the account was renamed, or its first use would apply old changes again
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
    `this inbox has records of the account "${other}" and none of "${account}". If "${account}" is its new name, every ` +
      `change would be applied again: run inbox.renameAccount("${other}", "${account}") once. If it is another account, run ` +
      `inbox.addAccount("${account}") once.`,
  );
}

const longestName = 100;

/** What is wrong with an account's name; undefined when nothing is. */
export function accountProblem(name: unknown): string | undefined {
  if (typeof name !== "string" || name === "" || name.length > longestName) {
    return `must be a text of 1 to ${longestName} characters.`;
  }
  return undefined;
}
