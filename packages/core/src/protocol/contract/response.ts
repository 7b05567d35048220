import type { ReadShape } from "./read-shape.js";

/** Returns a body in the library's names, or undefined if it does not have the path `at`. */
export function readBody({ at, renamed }: ReadShape, body: unknown): unknown {
  let value = body;
  for (const step of at) {
    if (!isObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  if (renamed.length === 0) return value;
  const names = new Map(renamed.map(([name, wireName]) => [wireName, name]));
  return Array.isArray(value) ? value.map((item) => rename(item, names)) : rename(value, names);
}

/** Writes a body as the gateway would send it: the inverse of `readBody`. */
export function writeBody({ at, renamed }: ReadShape, body: unknown): unknown {
  const names = new Map(renamed);
  const value = Array.isArray(body) ? body.map((item) => rename(item, names)) : rename(body, names);
  return at.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isObject(value) || names.size === 0) return value;
  const entries = Object.entries(value);
  // Two fields may swap names: if one field is renamed to the name of another, the renamed one wins.
  const taken = new Set(entries.flatMap(([name]) => names.get(name) ?? []));
  return Object.fromEntries(
    entries
      .filter(([name]) => names.has(name) || !taken.has(name))
      .map(([name, member]) => [names.get(name) ?? name, member]),
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
