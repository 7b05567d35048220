/** How a value is written on the wire. `any` is passed through unchecked. */
export type FieldType = "string" | "number" | "boolean" | "any";

/** What is different about a field of a request, or a field that the library does not know. */
export interface FieldOverride {
  /** What the gateway calls it. Defaults to the library's name. Your code keeps the library's name. */
  readonly name?: string;
  /**
   * Where it is sent. Defaults to the path if that has `{field}`, else to the query of a GET or DELETE and the body of any
   * other method.
   */
  readonly in?: "path" | "query" | "body";
  /** Defaults to what the library knows; a field that it does not know is optional. */
  readonly required?: boolean;
  /** Defaults to `"string"`. An amount of type `"number"` is still given and reported as decimal text. */
  readonly type?: FieldType;
  /** A regular expression, flag `u`; `null` removes the library's. */
  readonly pattern?: string | null;
  /** In characters; `null` removes the library's. */
  readonly minLength?: number | null;
  /** In characters; `null` removes the library's. */
  readonly maxLength?: number | null;
  /** The rule for people, as the end of "<field> must …". */
  readonly must?: string;
}

/** What is different about a field that the gateway sends. */
export interface ReadFieldOverride {
  /** What the gateway calls it. Defaults to the library's name. */
  readonly name?: string;
  /** `false`: it may be missing or null. */
  readonly required?: boolean;
  /** Defaults to `"string"`. Numbers are read as text, digit by digit. */
  readonly type?: FieldType;
}

/** What is different about a response. */
export interface ResponseOverride {
  /** Where the fields or the list are, such as `"data"` or `"data.items"`. Defaults to the body itself. */
  readonly at?: string;
  /** By the library's name. */
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
  /**
   * Of `hostedCheckout`, `direct` and `requestPayout`: whether the gateway responds with a redirect to the customer's page. Its
   * `Location` is then the `url`. It is never followed. Defaults to `false`: the outcome is unknown.
   */
  readonly redirect?: boolean;
}

/** The HTTP methods that an operation may have. */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** What is different about an operation, or an operation that the library does not know. */
export interface OperationOverride {
  /** Required for an operation that the library does not know. */
  readonly method?: HttpMethod;
  /** Below the base URL, such as `"/v2/refunds/{refund_id}"`. Required for an operation that the library does not know. */
  readonly path?: string;
  /** The field of the body that holds all the others; `null` if they are in the body itself. */
  readonly envelope?: string | null;
  /** By the library's name, or a name of your own. */
  readonly fields?: Readonly<Record<string, FieldOverride>>;
  readonly response?: ResponseOverride;
  /**
   * Whether a repetition could move money twice. Then the request is never repeated once it may have arrived. Defaults to what
   * the library knows; an operation that it does not know moves money unless its method is GET.
   */
  readonly movesMoney?: boolean;
}

/** A status that the gateway does not document. */
export interface StatusOverride {
  /** `true`: nothing follows it. `false`: it is as open as `pending`. Without it, no order is known. */
  readonly final?: boolean;
}

/** What is different about a webhook's payload. The list's items have the same fields. */
export interface WebhookOverride {
  /** Where the transaction is in the payload, such as `"data"`. Defaults to the payload itself. */
  readonly at?: string;
  /** By the library's name. */
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
}

/**
 * All that the gateway does otherwise than the library assumes: one object, or the JSON of a file, for client, webhook,
 * sandbox and CLI alike. The signature scheme is documented and stays as it is.
 */
export interface ContractOverride {
  /** For editors. Ignored. */
  readonly $schema?: string;
  /** Between the base URL and each path, such as `"/api/v2"`. Defaults to none. */
  readonly basePath?: string;
  /** Names of headers. `apiKey` defaults to `X-Api-Key`, `signature` to `x-signature`. */
  readonly headers?: { readonly apiKey?: string; readonly signature?: string };
  /** By the library's name, such as `hostedCheckout`, or a name of your own. */
  readonly operations?: Readonly<Record<string, OperationOverride>>;
  /** Fields that differ alike in every request. An operation's own `fields` come first. */
  readonly fields?: Readonly<Record<string, FieldOverride>>;
  readonly webhook?: WebhookOverride;
  /** How days are written: `DD`, `MM` and `YYYY` in any order. Defaults to `"DD-MM-YYYY"` (documented). */
  readonly dateFormat?: string;
  /** The time zone of the gateway's days, such as `"Europe/Berlin"`. Defaults to `"UTC"` (assumed). */
  readonly timeZone?: string;
  /** Statuses beyond the documented ones, by their name. */
  readonly statuses?: Readonly<Record<string, StatusOverride>>;
  /** Transaction types beyond the documented ones, by their name. */
  readonly types?: Readonly<Record<string, object>>;
}
