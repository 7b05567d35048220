import { hasBody, type Operation } from "./contract.js";

/** A request on the wire, relative to the base URL. */
export interface WireRequest {
  /** With the placeholders replaced. */
  path: string;
  query: Record<string, string>;
  /** Undefined for a method without a body. */
  body: object | undefined;
}

/** The parts of a received request that contain fields. */
export interface ReceivedRequest {
  path: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  body: Readonly<Record<string, unknown>>;
}

/** Writes fields in the library's names as a request on the wire. Unknown fields go to the body, or to the query without one. */
export function writeRequest(
  operation: Operation,
  fields: Readonly<Record<string, unknown>>,
): WireRequest {
  const { method, envelope } = operation;
  let { path } = operation;
  const query: Record<string, string> = {};
  const body: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    const field = operation.fields.get(name);
    const wireName = field?.name ?? name;
    const place = field?.in ?? (hasBody(method) ? "body" : "query");
    if (place === "path")
      path = path.replaceAll(`{${name}}`, () => encodeURIComponent(toText(value)));
    else if (place === "query") query[wireName] = toText(value);
    else setOwn(body, wireName, field?.type === "number" ? Number(value) : value);
  }
  const isSent = hasBody(method) || Object.keys(body).length > 0;
  const sent = envelope === null ? body : { [envelope]: body };
  return { path, query, body: isSent ? sent : undefined };
}

/** Reads a request on the wire into the library's names: the inverse of `writeRequest`. */
export function readRequest(
  operation: Operation,
  { path, query, body }: ReceivedRequest,
): Record<string, unknown> {
  const places = { path, query, body };
  const fields: Record<string, unknown> = {};
  const read = new Set<string>();
  for (const [name, field] of operation.fields) {
    const source: Readonly<Record<string, unknown>> = places[field.in];
    const key = field.in === "path" ? name : field.name;
    read.add(`${field.in} ${key}`);
    if (Object.hasOwn(source, key)) setOwn(fields, name, source[key]);
  }
  for (const place of ["query", "body"] as const) {
    for (const [name, value] of Object.entries(places[place])) {
      if (!read.has(`${place} ${name}`) && !Object.hasOwn(fields, name))
        setOwn(fields, name, value);
    }
  }
  return fields;
}

/** True if a decimal string keeps its value as a JSON number, which is serialized with the fewest digits. */
export function isExactNumber(decimal: string): boolean {
  return toDigits(String(Number(decimal))) === toDigits(decimal);
}

function toDigits(decimal: string): string {
  const [whole = "", fraction = ""] = decimal.split(".");
  let end = fraction.length;
  while (end > 0 && fraction[end - 1] === "0") end -= 1;
  return end === 0 ? whole : `${whole}.${fraction.slice(0, end)}`;
}

/** Anything but a string is written as JSON. */
function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Assigning to `__proto__` would set the prototype. */
function setOwn(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
}
