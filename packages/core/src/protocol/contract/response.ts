import type { ReadShape } from "./read-shape.js";

/** The body in the library's names, or undefined where the way to it ends. */
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

/** A body of the library's names as the gateway would send it: the other side of `readBody`. */
export function writeBody({ at, renamed }: ReadShape, body: unknown): unknown {
  const names = new Map(renamed);
  const value = Array.isArray(body) ? body.map((item) => rename(item, names)) : rename(body, names);
  return at.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
}

function rename(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isObject(value) || names.size === 0) return value;
  const entries = Object.entries(value);
  // Two fields may swap names: a field that keeps its name gives way to one that is renamed to it.
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
