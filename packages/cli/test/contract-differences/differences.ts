import type { ContractOverride } from "@numipay/core";

/** The step that is affected by a difference. */
export type Step = "direct" | "status" | "list" | "payout" | "webhook" | "pattern" | "request";

/** One difference between a gateway and what the library assumes. */
export interface DifferenceCase {
  name: string;
  contract: ContractOverride;
  step: Step;
  /** The error without the override: the difference, and the option to set. */
  without: RegExp;
  /** Additional fields of the request. */
  fields?: Record<string, unknown>;
  /** The fields of a merchant without the override. Defaults to `fields`. */
  withoutOverride?: Record<string, unknown>;
}

const direct = (override: NonNullable<ContractOverride["operations"]>[string]) => ({
  operations: { direct: override },
});

/** Every difference that a client can notice, unlike another time zone. */
export const differences: readonly DifferenceCase[] = [
  {
    name: "another method",
    contract: direct({ method: "PUT" }),
    step: "direct",
    without: /40[45].*contract\.operations\.direct\.(path|method)/,
  },
  {
    name: "another path",
    contract: direct({ path: "/v2/deposits/direct" }),
    step: "direct",
    without: /404.*contract\.operations\.direct\.path/,
  },
  {
    name: "a base path",
    contract: { basePath: "/api/v2" },
    step: "direct",
    without: /404.*contract\.operations\.direct\.path/,
  },
  {
    name: "another header for the key",
    contract: { headers: { apiKey: "X-Merchant-Key" } },
    step: "direct",
    without: /401.*contract\.headers\.apiKey/,
  },
  {
    name: "no envelope",
    contract: direct({ envelope: null }),
    step: "direct",
    without: /4(00|22).*contract\.operations\.direct\.fields/,
  },
  {
    name: "another envelope",
    contract: direct({ envelope: "data" }),
    step: "direct",
    without: /4(00|22).*contract\.operations\.direct\.fields/,
  },
  {
    name: "another name for the provider",
    contract: direct({ fields: { provider_id: { name: "providerId" } } }),
    step: "direct",
    without: /422.*providerId.*contract\.operations\.direct\.fields/,
  },
  {
    name: "a field in the query",
    contract: direct({ fields: { country: { in: "query", required: true } } }),
    step: "direct",
    fields: { country: "DE" },
    without: /422.*country.*contract\.operations\.direct\.fields/,
  },
  {
    name: "numeric amounts",
    contract: { fields: { amount: { type: "number" } } },
    step: "direct",
    without: /422.*amount.*contract\.operations\.direct\.fields/,
  },
  {
    name: "a currency of four letters",
    contract: { fields: { currency: { pattern: "^[A-Z]{3,5}$" } } },
    step: "direct",
    fields: { currency: "USDT" },
    without: /currency.*contract\.operations\.direct\.fields\.currency/,
  },
  {
    name: "deposits without a user",
    contract: { fields: { user_id: { required: false } } },
    step: "direct",
    fields: { user_id: undefined },
    without: /user_id is required by direct/,
  },
  {
    name: "another required field",
    contract: direct({ fields: { session_id: { required: true } } }),
    step: "direct",
    fields: { session_id: "s-1" },
    withoutOverride: {},
    without: /session_id/,
  },
  {
    name: "a shorter user id",
    contract: { fields: { user_id: { maxLength: 8, must: "have at most 8 characters" } } },
    step: "direct",
    withoutOverride: { user_id: "u-123456789" },
    without: /422.*user_id.*contract\.operations\.direct\.fields/,
  },
  {
    name: "another name for the url",
    contract: direct({ response: { fields: { url: { name: "redirect_url" } } } }),
    step: "direct",
    without: /redirect_url.*contract\.operations\.direct\.response\.fields\.url\.name/,
  },
  {
    name: "a wrapped response",
    contract: direct({ response: { at: "data" } }),
    step: "direct",
    without: /data.*contract\.operations\.direct\.response\.at/,
  },
  {
    name: "a redirect as the response",
    contract: direct({ response: { redirect: true } }),
    step: "direct",
    without: /redirect.*contract\.operations\.direct\.response\.redirect/,
  },
  {
    name: "the id of the status in the query",
    contract: {
      operations: {
        transactionStatus: { path: "/status", fields: { id: { name: "tracking_id" } } },
      },
    },
    step: "status",
    without: /404.*contract\.operations\.transactionStatus\.path/,
  },
  {
    name: "the status by POST",
    contract: { operations: { transactionStatus: { method: "POST", path: "/status" } } },
    step: "status",
    without: /404.*contract\.operations\.transactionStatus\.path/,
  },
  {
    name: "another name for the status",
    contract: {
      operations: {
        transactionStatus: { response: { fields: { transaction_status: { name: "state" } } } },
      },
    },
    step: "status",
    without:
      /state.*contract\.operations\.transactionStatus\.response\.fields\.transaction_status\.name/,
  },
  {
    name: "a wrapped list",
    contract: { operations: { listTransactions: { response: { at: "data.items" } } } },
    step: "list",
    without: /array.*data.*contract\.operations\.listTransactions\.response\.at/,
  },
  {
    name: "dates in another format",
    contract: { dateFormat: "YYYY-MM-DD" },
    step: "list",
    without: /400.*contract\.dateFormat/,
  },
  {
    name: "another name for the first day",
    contract: {
      operations: { listTransactions: { fields: { from: { name: "date_from", required: true } } } },
    },
    step: "list",
    without: /4(00|22).*contract\.operations\.listTransactions\.fields/,
  },
  {
    name: "another name for the payout's id",
    contract: { operations: { rejectPayout: { fields: { transaction_id: { name: "id" } } } } },
    step: "payout",
    without: /422.*contract\.operations\.rejectPayout\.fields/,
  },
  {
    name: "another header for the signature",
    contract: { headers: { signature: "X-Hub-Signature" } },
    step: "webhook",
    without: /x-signature.*contract\.headers\.signature/,
  },
  {
    name: "webhooks whose fields have other names",
    contract: {
      webhook: { fields: { transaction_id: { name: "id" }, status: { name: "state" } } },
    },
    step: "webhook",
    without: /transaction_id.*contract\.webhook\.fields\.transaction_id/,
  },
  {
    name: "wrapped webhooks",
    contract: { webhook: { at: "data" } },
    step: "webhook",
    without: /contract\.webhook\.at/,
  },
  {
    name: "webhooks without a user",
    contract: {
      fields: { user_id: { required: false } },
      webhook: { fields: { user_id: { required: false } } },
    },
    step: "webhook",
    fields: { user_id: undefined },
    without: /user_id.*contract\.webhook\.fields\.user_id/,
  },
  {
    name: "another status",
    contract: { statuses: { refunded: { final: true } } },
    step: "pattern",
    without: /deposit\.refunded.*contract\.statuses/,
  },
  {
    name: "another type",
    contract: { types: { chargeback: {} } },
    step: "pattern",
    without: /chargeback\..*contract\.types/,
  },
  {
    name: "another operation",
    contract: {
      operations: {
        refund: { method: "POST", path: "/refunds", fields: { amount: { required: true } } },
      },
    },
    step: "request",
    without: /refund.*contract\.operations/,
  },
];
