// Generated from contract/openapi.yaml by `npm run generate`. Do not edit.

/**
 * A deposit through the hosted cashier.
 */
export interface HostedCheckoutRequest {
  /**
   * The merchant's own id of the transaction. (assumed)
   */
  tracking_id: string;
  /**
   * The merchant's own id of the customer. (assumed)
   */
  user_id: string;
  /**
   * Three upper-case letters of ISO 4217, such as EUR. (assumed)
   */
  currency: string;
  /**
   * A decimal number above zero as text, in the currency's main unit, such as 200.00. (assumed)
   */
  amount: string;
  /**
   * Where the customer comes back to, an absolute URL. (assumed)
   */
  return_url?: string | undefined;
  /**
   * The customer's country, two upper-case letters of ISO 3166-1. (assumed)
   */
  country?: string | undefined;
  /**
   * The customer's e-mail address. (assumed)
   */
  email?: string | undefined;
}

/**
 * A deposit at one provider, past the cashier.
 */
export interface DirectRequest {
  /**
   * The merchant's own id of the transaction. (assumed)
   */
  tracking_id: string;
  /**
   * The merchant's own id of the customer. (assumed)
   */
  user_id: string;
  /**
   * Three upper-case letters of ISO 4217, such as EUR. (assumed)
   */
  currency: string;
  /**
   * A decimal number above zero as text, in the currency's main unit, such as 200.00. (assumed)
   */
  amount: string;
  /**
   * The provider, from the portal under Settings > Providers. That there is one is documented, its name is not. (assumed)
   */
  provider_id: string;
  /**
   * Where the customer comes back to, an absolute URL. (assumed)
   */
  return_url?: string | undefined;
  /**
   * The customer's country, two upper-case letters of ISO 3166-1. (assumed)
   */
  country?: string | undefined;
  /**
   * The customer's e-mail address. (assumed)
   */
  email?: string | undefined;
}

/**
 * A deposit by card, the card's data taken by the merchant's own form.
 */
export interface ServerToServerRequest {
  /**
   * The merchant's own id of the transaction. (assumed)
   */
  tracking_id: string;
  /**
   * The merchant's own id of the customer. (assumed)
   */
  user_id: string;
  /**
   * Three upper-case letters of ISO 4217, such as EUR. (assumed)
   */
  currency: string;
  /**
   * A decimal number above zero as text, in the currency's main unit, such as 200.00. (assumed)
   */
  amount: string;
  /**
   * The card number, 12 to 19 digits without blanks. (assumed)
   */
  card_number: string;
  /**
   * The name on the card. (assumed)
   */
  card_holder: string;
  /**
   * Two digits, 01 to 12. (assumed)
   */
  expiry_month: string;
  /**
   * Four digits. (assumed)
   */
  expiry_year: string;
  /**
   * Three or four digits. (assumed)
   */
  cvv: string;
  /**
   * Where the customer comes back to, an absolute URL. (assumed)
   */
  return_url?: string | undefined;
  /**
   * The customer's country, two upper-case letters of ISO 3166-1. (assumed)
   */
  country?: string | undefined;
  /**
   * The customer's e-mail address. (assumed)
   */
  email?: string | undefined;
}

/**
 * A withdrawal through the payout cashier.
 */
export interface PayoutRequest {
  /**
   * The merchant's own id of the transaction. (assumed)
   */
  tracking_id: string;
  /**
   * The merchant's own id of the customer. (assumed)
   */
  user_id: string;
  /**
   * Three upper-case letters of ISO 4217, such as EUR. (assumed)
   */
  currency: string;
  /**
   * A decimal number above zero as text, in the currency's main unit, such as 200.00. (assumed)
   */
  amount: string;
  /**
   * Where the customer comes back to, an absolute URL. (assumed)
   */
  return_url?: string | undefined;
  /**
   * The customer's country, two upper-case letters of ISO 3166-1. (assumed)
   */
  country?: string | undefined;
  /**
   * The customer's e-mail address. (assumed)
   */
  email?: string | undefined;
}

/**
 * Names the payout to reject.
 */
export interface RejectPayoutRequest {
  /**
   * The gateway's own id, from the webhook. (documented)
   */
  transaction_id: string;
}

/**
 * An empty object.
 */
export interface RejectPayoutResponse {}

/**
 * Names the payout to approve.
 */
export interface ApprovePayoutRequest {
  /**
   * The id in the merchant's own system, which is the tracking_id. Mind that reject takes the other one. (documented)
   */
  transaction_id: string;
}

/**
 * What became of the approval.
 */
export interface ApprovePayoutResponse {
  /**
   * A sentence for people. (documented)
   */
  message: string;
  /**
   * pending, successful, rejected or expired. More may come. (documented)
   */
  transaction_status: "pending" | "successful" | "rejected" | "expired" | (string & {});
}

/**
 * Where to send the customer.
 */
export interface RedirectResponse {
  /**
   * The page to send the customer to. (assumed)
   */
  url: string;
}

/**
 * The charge, as far as it got.
 */
export interface ServerToServerResponse {
  /**
   * Not empty, it is where the customer must go for 3DS. (documented)
   */
  url?: string | undefined;
  /**
   * pending, successful, rejected or expired. More may come. (documented)
   */
  transaction_status: "pending" | "successful" | "rejected" | "expired" | (string & {});
  /**
   * Why, when transaction_status is rejected. Its shape is not documented. (documented)
   */
  error?: {
    [k: string]: unknown;
  };
}

/**
 * The latest status of one transaction.
 */
export interface TransactionStatusResponse {
  /**
   * pending, successful, rejected or expired. More may come. (documented)
   */
  transaction_status: "pending" | "successful" | "rejected" | "expired" | (string & {});
  /**
   * Why it was rejected. (documented)
   */
  rejected_reason?: string | undefined;
}

/**
 * A transaction, as in the webhook. That the list's items look alike is assumed.
 */
export interface Transaction {
  /**
   * The gateway's own id. (documented)
   */
  transaction_id: string;
  /**
   * The merchant's own id of the customer. (documented)
   */
  user_id: string;
  /**
   * The merchant's own id of the transaction. (documented)
   */
  tracking_id: string;
  /**
   * pending, successful, rejected or expired. More may come. (documented)
   */
  status: "pending" | "successful" | "rejected" | "expired" | (string & {});
  /**
   * Three upper-case letters of ISO 4217, such as EUR. (documented)
   */
  currency: string;
  /**
   * A decimal number as text, in the currency's main unit, such as 200.00. (documented)
   */
  amount: string;
  /**
   * Such as deposit or withdrawal. More may come. (documented)
   */
  transaction_type: "deposit" | "withdrawal" | (string & {});
}

/**
 * The body of an error. Its shape is unknown, so it is kept whole.
 */
export interface GatewayProblem {
  /**
   * What is wrong. (assumed)
   */
  message?: string | undefined;
  /**
   * What is wrong, in another shape. (assumed)
   */
  error?: {
    [k: string]: unknown;
  };
  /**
   * The field of the request that is wrong. (assumed)
   */
  field?: string | undefined;
}

/** A status of a transaction: the four documented ones, and any that the gateway adds. */
export type TransactionStatus = "pending" | "successful" | "rejected" | "expired" | (string & {});

/** A type of transaction: the two documented ones, and any that the gateway adds. */
export type TransactionType = "deposit" | "withdrawal" | (string & {});

/** The statuses that the gateway documents. */
export const knownStatuses = ["pending", "successful", "rejected", "expired"] as const;

/** The transaction types that the gateway documents. */
export const knownTypes = ["deposit", "withdrawal"] as const;

/** Method, path and fields of each operation, by its operationId. */
export const operations = {
  hostedCheckout: {
    method: "POST",
    path: "/payments/hosted",
    envelope: "request",
    required: ["tracking_id", "user_id", "currency", "amount"],
    optional: ["return_url", "country", "email"],
  },
  direct: {
    method: "POST",
    path: "/payments/direct",
    envelope: "request",
    required: ["tracking_id", "user_id", "currency", "amount", "provider_id"],
    optional: ["return_url", "country", "email"],
  },
  serverToServer: {
    method: "POST",
    path: "/payments/server-to-server",
    envelope: "request",
    required: [
      "tracking_id",
      "user_id",
      "currency",
      "amount",
      "card_number",
      "card_holder",
      "expiry_month",
      "expiry_year",
      "cvv",
    ],
    optional: ["return_url", "country", "email"],
  },
  requestPayout: {
    method: "POST",
    path: "/payouts/request",
    envelope: "request",
    required: ["tracking_id", "user_id", "currency", "amount"],
    optional: ["return_url", "country", "email"],
  },
  rejectPayout: {
    method: "POST",
    path: "/payouts/reject",
    envelope: null,
    required: ["transaction_id"],
    optional: [],
  },
  approvePayout: {
    method: "POST",
    path: "/payouts/approve",
    envelope: null,
    required: ["transaction_id"],
    optional: [],
  },
  transactionStatus: {
    method: "GET",
    path: "/transactions/{id}",
    envelope: null,
    required: ["id"],
    optional: [],
  },
  listTransactions: {
    method: "GET",
    path: "/transactions",
    envelope: null,
    required: [],
    optional: ["from", "to"],
  },
} as const;

/** A form of a request's field: its length in characters, its pattern (flag u), and both as the end of "<field> must …". */
export interface FieldRule {
  /** In characters. */
  readonly minLength?: number;
  /** In characters. */
  readonly maxLength?: number;
  /** With the flag u. */
  readonly pattern?: string;
  /** The rule in words, as in "<field> must …". */
  readonly must: string;
}

/** The form of each field of a request, by its name. */
export const fieldRules: Readonly<Record<string, FieldRule>> = {
  tracking_id: { minLength: 1, maxLength: 255, must: "be a text of 1 to 255 characters" },
  user_id: { minLength: 1, must: "be a text that is not empty" },
  currency: { pattern: "^[A-Z]{3}$", must: "be three upper-case letters, such as EUR" },
  amount: {
    pattern: "^(?=.*[1-9])(0|[1-9]\\d*)(\\.\\d+)?$",
    must: 'be a decimal number above zero as text, such as "200.00"',
  },
  return_url: {
    pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#]",
    must: "be an absolute http or https URL",
  },
  country: { pattern: "^[A-Z]{2}$", must: "be two upper-case letters, such as DE" },
  email: { pattern: "^[^@\\s]+@[^@\\s]+$", must: "be an e-mail address" },
  provider_id: { minLength: 1, must: "be a text that is not empty" },
  card_number: { pattern: "^\\d{12,19}$", must: "be 12 to 19 digits" },
  card_holder: { minLength: 1, must: "be a text that is not empty" },
  expiry_month: { pattern: "^(0[1-9]|1[0-2])$", must: "be 01 to 12" },
  expiry_year: { pattern: "^\\d{4}$", must: "be four digits" },
  cvv: { pattern: "^\\d{3,4}$", must: "be three or four digits" },
  transaction_id: { minLength: 1, must: "be a text that is not empty" },
  id: { minLength: 1, must: "be a text that is not empty" },
  from: { pattern: "^\\d{2}-\\d{2}-\\d{4}$", must: "be a day, such as 31-01-2026" },
  to: { pattern: "^\\d{2}-\\d{2}-\\d{4}$", must: "be a day, such as 31-01-2026" },
};
