import { InvalidOptionError } from "../protocol/errors.js";
import { accountProblem, resolveNamespace } from "./account-store.js";
import type { EventOrigin } from "./emitter.js";
import type { Inbox } from "./inbox.js";
import type { AccountSource } from "./options.js";

/** An account, and what its keys begin with in the inbox. */
export interface ResolvedAccount {
  account: string;
  namespace: string;
}

/** Why it is not known which account an event belongs to. */
export interface UnresolvedAccount {
  account: string | undefined;
  error: unknown;
}

/** Finds the account of events. Each account is looked up in the inbox once. */
export interface AccountResolver {
  /** The account, where that takes no asking. */
  known(origin: EventOrigin): ResolvedAccount | undefined;
  /** The account of an event. Never throws. */
  find(origin: EventOrigin): Promise<ResolvedAccount | UnresolvedAccount>;
}

/** The resolver of one receiver. */
export function createAccountResolver<Request, Tx>({
  account: source,
  inbox,
}: {
  account: AccountSource<Request>;
  inbox: Inbox<Tx>;
}): AccountResolver {
  const found = new Map<string, ResolvedAccount>();
  const own = typeof source === "string" ? source : undefined;

  async function nameOf({ account: given, request }: EventOrigin): Promise<string> {
    if (typeof source === "function") return given ?? requireName(await source(request as Request));
    if (given === undefined || given === source) return source;
    throw new InvalidOptionError(
      "account",
      `the event belongs to the account "${given}", and this webhook's handlers to "${source}". Give each account a queue of its own, or set account to a function.`,
    );
  }

  return {
    known({ account: given }) {
      if (own === undefined || (given !== undefined && given !== own)) return undefined;
      return found.get(own);
    },
    async find(origin) {
      let account = origin.account ?? own;
      try {
        account = await nameOf(origin);
        const resolved = found.get(account) ?? {
          account,
          namespace: await resolveNamespace(inbox.accounts, account),
        };
        found.set(account, resolved);
        return resolved;
      } catch (error) {
        return { account, error };
      }
    },
  };
}

/** A name that is missing may not become the unnamed account: another merchant's changes would be taken for its own. */
function requireName(name: unknown): string {
  const problem = accountProblem(name);
  if (problem === undefined) return name as string;
  throw new InvalidOptionError("account", `the function's result ${problem}`);
}
