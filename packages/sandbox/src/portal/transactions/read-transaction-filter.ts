import type { Contract } from "@numipay/core/protocol";
import type { Context } from "hono";
import type { Provider } from "../../storage/providers.js";
import type { AppEnv } from "../../api/gateway-context.js";
import type { TransactionQuery } from "../../storage/transaction-search.js";

/** The filter in the list's URL. Missing and invalid values are undefined. */
export interface TransactionFilter extends Pick<
  TransactionQuery,
  "status" | "type" | "currency" | "text" | "fromDay" | "toDay" | "before"
> {
  readonly provider: string | undefined;
}

/** Reads the filter. Unknown values are ignored, because the fields could not show them. */
export function readTransactionFilter(
  c: Context<AppEnv>,
  { statuses, types }: Contract,
  providers: readonly Provider[],
): TransactionFilter {
  const read = (name: string): string | undefined => {
    const value = c.req.query(name)?.trim();
    return value === "" ? undefined : value;
  };
  const before = Number(read("before"));
  return {
    text: read("q"),
    status: [...statuses.keys()].find((status) => status === read("status")),
    type: types.find((type) => type === read("type")),
    provider: providers.find(({ providerId }) => providerId === read("provider"))?.providerId,
    currency: read("currency")?.toUpperCase(),
    fromDay: toDay(read("from")),
    toDay: toDay(read("to")),
    before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
  };
}

/** The filter as query parameters, without the page. */
export function toFilterQuery(filter: TransactionFilter): Record<string, string | undefined> {
  const { text, status, type, provider, currency, fromDay, toDay: last } = filter;
  return { q: text, status, type, provider, currency, from: fromDay, to: last };
}

function toDay(value: string | undefined): string | undefined {
  if (value === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  return Number.isNaN(Date.parse(value)) ? undefined : value;
}
