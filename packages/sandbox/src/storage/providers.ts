import { whyHidden, type ProviderRule, type RuledTransaction } from "../gateway/provider-rules.js";
import type { Type } from "../gateway/transaction-record.js";
import { integer, text, type Row, type Sql } from "./sql.js";

/** A payment method, as listed under Settings > Providers. */
export interface Provider {
  readonly providerId: string;
  readonly name: string;
  readonly kind: ProviderKind;
  /** A short description for customers. */
  readonly blurb: string;
  readonly takesDeposits: boolean;
  readonly takesPayouts: boolean;
  /** False if the account has turned it off. */
  readonly enabled: boolean;
}

/** Decides the form of the provider's page. Only cards need one. */
export type ProviderKind = "bank" | "card" | "wallet";

/** The fields of a transaction that decide which providers are available. */
export type ServedTransaction = RuledTransaction & { readonly accountId: string };

/** The table of providers. */
export interface ProviderStore {
  /** All providers of an account, in order, including those that are off. */
  all(accountId: string): Provider[];
  /** The providers that the cashier shows for a transaction, in order. */
  listFor(transaction: ServedTransaction): Provider[];
  /** The provider if it is available for the transaction, or the reason why it is not. */
  find(
    providerId: string,
    transaction: ServedTransaction,
  ): { provider: Provider } | { refusal: string };
  /** Returns false if the account has no such provider. */
  setEnabled(accountId: string, providerId: string, enabled: boolean): boolean;
  /** Adds the sandbox's three providers to a new account. */
  fill(accountId: string): void;
}

/** Opens the table of providers. */
export function createProviderStore(
  sql: Sql,
  rules: { listFor(accountId: string): readonly ProviderRule[] },
): ProviderStore {
  const all = (accountId: string): Provider[] =>
    sql
      .all("SELECT * FROM providers WHERE account_id = ? ORDER BY position", [accountId])
      .map(toProvider);

  const refusalOf = (
    provider: Provider,
    transaction: ServedTransaction,
    accountRules: readonly ProviderRule[],
  ): string | undefined => {
    if (!takes(provider, transaction.type)) {
      return `it does not support ${transaction.type === "deposit" ? "deposits" : "payouts"}`;
    }
    if (!provider.enabled) return "it is turned off under Settings > Providers";
    const hidden = whyHidden(provider.providerId, accountRules, transaction);
    return hidden === undefined ? undefined : `the provider rules show it ${hidden}`;
  };

  return {
    all,
    listFor(transaction) {
      const accountRules = rules.listFor(transaction.accountId);
      return all(transaction.accountId).filter(
        (provider) => refusalOf(provider, transaction, accountRules) === undefined,
      );
    },
    find(providerId, transaction) {
      const provider = all(transaction.accountId).find((one) => one.providerId === providerId);
      if (provider === undefined) return { refusal: "no provider has this id" };
      const refusal = refusalOf(provider, transaction, rules.listFor(transaction.accountId));
      return refusal === undefined ? { provider } : { refusal };
    },
    setEnabled(accountId, providerId, enabled) {
      if (!all(accountId).some((provider) => provider.providerId === providerId)) return false;
      sql.run("UPDATE providers SET enabled = ? WHERE account_id = ? AND provider_id = ?", [
        enabled ? 1 : 0,
        accountId,
        providerId,
      ]);
      return true;
    },
    fill: (accountId) =>
      sql.run(
        `INSERT INTO providers
           (account_id, provider_id, position, name, kind, blurb, takes_deposits, takes_payouts, enabled) VALUES
           (?1, 'northbank', 1, 'Northbank Transfer', 'bank', 'Straight from your bank account', 1, 1, 1),
           (?1, 'cardo', 2, 'Cardo', 'card', 'Debit or credit card', 1, 0, 1),
           (?1, 'pursa', 3, 'Pursa Wallet', 'wallet', 'The balance in your wallet', 1, 1, 1)`,
        [accountId],
      ),
  };
}

function takes(provider: Provider, type: Type): boolean {
  return type === "deposit" ? provider.takesDeposits : provider.takesPayouts;
}

function toProvider(row: Row): Provider {
  return {
    providerId: text(row, "provider_id"),
    name: text(row, "name"),
    kind: toKind(text(row, "kind")),
    blurb: text(row, "blurb"),
    takesDeposits: integer(row, "takes_deposits") === 1,
    takesPayouts: integer(row, "takes_payouts") === 1,
    enabled: integer(row, "enabled") === 1,
  };
}

function toKind(kind: string): ProviderKind {
  return kind === "card" || kind === "wallet" ? kind : "bank";
}
