import { type Contract, loadContract } from "@numipay/core/protocol";

/** What a currency's code is, by the contract. */
export interface CurrencyRule {
  readonly holds: (code: string) => boolean;
  /** The rule for people, as the end of "a currency must …". */
  readonly must: string;
}

/** The rule of the requests, for the forms of the portal. */
export function currencyRuleOf({ operations }: Contract): CurrencyRule {
  const field = operations.hostedCheckout.fields.get("currency");
  return {
    // The codes of a rule are kept in one text.
    holds: (code) => !/^$|[\s,;]/.test(code) && (field?.pattern?.test(code) ?? true),
    must: field?.must ?? "be a currency's code",
  };
}

/** Three letters. */
export const documentedCurrencyRule: CurrencyRule = currencyRuleOf(loadContract(undefined));
