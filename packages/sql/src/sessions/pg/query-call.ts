/** A query object with its own protocol: a cursor, a query stream, COPY, or `new Query()`. */
export interface Submittable {
  submit: unknown;
  handleReadyForQuery?: (...args: unknown[]) => unknown;
  handleError?: (...args: unknown[]) => unknown;
}

type Callback = (error: unknown, result?: unknown) => void;

/** A parsed call of `client.query`. */
export type QueryCall =
  | {
      kind: "text";
      text: string;
      /** The other fields of a query config, if the call has one. */
      config: object | undefined;
      /** The values of a call without a config. */
      values: unknown[] | undefined;
      callback: Callback | undefined;
    }
  | { kind: "object"; text: string; query: Submittable; callback: Callback | undefined }
  | { kind: "unreadable"; reason: string; callback: Callback | undefined; isObject: boolean };

/** The fields of a query config that `pg` reads, except text and callback. */
const configFields = [
  "values",
  "name",
  "rowMode",
  "types",
  "binary",
  "queryMode",
  "rows",
  "portal",
  "query_timeout",
] as const;

/** Parses the arguments of `client.query` in all their forms. */
export function readCall(args: readonly unknown[]): QueryCall {
  const [first, second, third] = args;
  const given = typeof second === "function" ? second : third;
  const config = (first ?? {}) as Record<string, unknown>;
  const callback = (typeof given === "function" ? given : config["callback"]) as
    | Callback
    | undefined;
  if (typeof config["submit"] === "function") {
    const query = first as Submittable;
    const text = config["text"] ?? (config["cursor"] as { text?: unknown } | undefined)?.text;
    return typeof text === "string"
      ? { kind: "object", text, query, callback }
      : { kind: "unreadable", reason: unknownObject, callback, isObject: true };
  }
  const values = Array.isArray(second) ? second : undefined;
  if (typeof first === "string") {
    return { kind: "text", text: first, config: undefined, values, callback };
  }
  const { text } = config;
  if (typeof text !== "string")
    return { kind: "unreadable", reason: withoutText, callback, isObject: false };
  // A copy, so that the config cannot change before it is sent.
  const copy = Object.fromEntries(configFields.map((field) => [field, config[field]]));
  if (values !== undefined) copy["values"] = values;
  return { kind: "text", text, config: copy, values: undefined, callback };
}

const withoutText =
  "A query without text was rejected and not sent, because a prepared statement cannot be checked by its name. Pass the text " +
  "too: tx.query({ name, text, values }).";

const unknownObject =
  "A query object without text was rejected and not sent, because it cannot be checked. Use tx.query with a text, or a cursor, " +
  "stream or COPY with a `text` field.";
