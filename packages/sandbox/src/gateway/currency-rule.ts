import { type Contract, loadContract } from "@numipay/core/protocol";

/** The contract's format of a currency code. */
export interface CurrencyRule {
  readonly holds: (code: string) => boolean;
  /** Completes "a currency must …" in messages. */
  readonly must: string;
}

/** The currency format of requests, for the portal's forms. */
export function currencyRuleOf({ operations }: Contract): CurrencyRule {
  const field = operations.hostedCheckout.fields.get("currency");
  return {
    // The codes of a rule are stored as one comma-separated text.
    holds: (code) => !/^$|[\s,;]/.test(code) && (field?.pattern?.test(code) ?? true),
    must: field?.must ?? "be a currency's code",
  };
}

/** Three letters. */
export const documentedCurrencyRule: CurrencyRule = currencyRuleOf(loadContract(undefined));
