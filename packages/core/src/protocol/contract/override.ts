/** The type of a value on the wire. `any` passes through unchecked. */
export type FieldType = "string" | "number" | "boolean" | "any";

/** A request field that differs from the library's, or a new field. */
export interface FieldOverride {
  /** The gateway's name for the field. Defaults to the library's name, which your code keeps using. */
  readonly name?: string;
  /**
   * Where the field is sent. Defaults to the path if it contains `{field}`, otherwise to the query for GET and DELETE and to the
   * body for other methods.
   */
  readonly in?: "path" | "query" | "body";
  /** Whether the field is required. Defaults to the library's rule; new fields are optional. */
  readonly required?: boolean;
  /** The type on the wire. Defaults to `"string"`. Your code uses decimal strings for an amount of type `"number"` too. */
  readonly type?: FieldType;
  /** A regular expression with the flag `u`. `null` removes the library's. */
  readonly pattern?: string | null;
  /** Minimum length in characters. `null` removes the library's. */
  readonly minLength?: number | null;
  /** Maximum length in characters. `null` removes the library's. */
  readonly maxLength?: number | null;
  /** The rule for error messages, as the end of "<field> must …". Defaults to a description of the other options. */
  readonly must?: string;
}

/** A field from the gateway that differs from the library's, or a new field. */
export interface ReadFieldOverride {
  /** The gateway's name for the field. Defaults to the library's name. */
  readonly name?: string;
  /** `false` if the field may be missing or null. Defaults to the library's rule; new fields are optional. */
  readonly required?: boolean;
  /** The type in your code. Defaults to `"string"`, for which numbers become strings with the same digits. */
  readonly type?: FieldType;
}

/** How a response differs from the library's. */
export interface ResponseOverride {
  /** The path of the fields or the list in the body, such as `"data"` or `"data.items"`. Defaults to the body itself. */
  readonly at?: string;
  /** By the library's name. */
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
  /**
   * For `hostedCheckout`, `direct` and `requestPayout`: whether the gateway responds with a redirect to the customer's page. The
   * `Location` becomes the `url`; it is never followed. Defaults to `false`, so that a redirect leaves the outcome unknown.
   */
  readonly redirect?: boolean;
}

/** The HTTP methods of operations. */
export type HttpMethod = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** How an operation differs from the library's, or a new operation. */
export interface OperationOverride {
  /** The HTTP method. Required for a new operation. */
  readonly method?: HttpMethod;
  /** The path relative to the base URL, such as `"/v2/refunds/{refund_id}"`. Required for a new operation. */
  readonly path?: string;
  /** The body field that contains all other fields. `null` if they are at the top level. */
  readonly envelope?: string | null;
  /** By the library's name, or your own name for a new field. */
  readonly fields?: Readonly<Record<string, FieldOverride>>;
  readonly response?: ResponseOverride;
  /**
   * Whether repeating the request could move money twice. Then it is never sent again once it may have arrived. Defaults to the
   * library's rule; a new operation moves money unless its method is GET.
   */
  readonly movesMoney?: boolean;
}

/** A status that the gateway does not document. */
export interface StatusOverride {
  /** `true` for a final status, `false` for one that is as open as `pending`. Defaults to an unknown order. */
  readonly final?: boolean;
}

/** How a webhook's payload differs from the library's. The items of the list have the same fields. */
export interface WebhookOverride {
  /** The path of the transaction in the payload, such as `"data"`. Defaults to the payload itself. */
  readonly at?: string;
  /** By the library's name. */
  readonly fields?: Readonly<Record<string, ReadFieldOverride>>;
}

/**
 * Everything in which the gateway differs from what the library assumes: one object or JSON file for the client, the webhook,
 * the sandbox and the CLI. The signature scheme is documented and cannot be overridden.
 */
export interface ContractOverride {
  /** For editors. Ignored. */
  readonly $schema?: string;
  /** Inserted between the base URL and each path, such as `"/api/v2"`. Defaults to `""`. */
  readonly basePath?: string;
  /** Header names. `apiKey` defaults to `X-Api-Key`, `signature` to `x-signature`. */
  readonly headers?: { readonly apiKey?: string; readonly signature?: string };
  /** By the library's name, such as `hostedCheckout`, or your own name for a new operation. */
  readonly operations?: Readonly<Record<string, OperationOverride>>;
  /** Fields that differ in every request. The `fields` of an operation take precedence. */
  readonly fields?: Readonly<Record<string, FieldOverride>>;
  readonly webhook?: WebhookOverride;
  /** The gateway's date format: `DD`, `MM` and `YYYY` in any order. Defaults to `"DD-MM-YYYY"` (documented). */
  readonly dateFormat?: string;
  /** The time zone of the gateway's days, such as `"Europe/Berlin"`. Defaults to `"UTC"` (assumed). */
  readonly timeZone?: string;
  /** Additional statuses by name. */
  readonly statuses?: Readonly<Record<string, StatusOverride>>;
  /** Additional transaction types by name. */
  readonly types?: Readonly<Record<string, object>>;
}
