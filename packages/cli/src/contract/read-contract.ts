import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parse, YAMLParseError } from "yaml";
import { usageFault } from "../failure/command-failure.js";

/** A JSON object, as an OpenAPI file is made of. */
export type Json = Readonly<Record<string, unknown>>;

/** The contract that the library is built on. */
export async function readOwnContract(): Promise<Json> {
  const path = fileURLToPath(import.meta.resolve("@numipay/core/contract/openapi.yaml"));
  return toJson(parse(await readFile(path, "utf8")));
}

/**
 * Somebody's OpenAPI 3 file, YAML or JSON.
 *
 * @throws CommandFailure when it is none
 */
export async function readContract(file: string): Promise<Json> {
  const document = toJson(parseText(file, await readFile(file, "utf8")));
  const version = document["openapi"];
  if (typeof version === "string" && version.startsWith("3.")) return document;
  throw usageFault(
    document["swagger"] === undefined
      ? `${file} is no OpenAPI file: it has no "openapi: 3.…" at its top.`
      : `${file} is Swagger 2; convert it to OpenAPI 3 first (for example with swagger2openapi).`,
  );
}

function parseText(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const place = line === undefined ? "" : `, line ${line}`;
    throw usageFault(`${file} is neither YAML nor JSON${place}.`);
  }
}

/** The value if it is a JSON object, else an empty one: what is missing is then found missing where it matters. */
export function toJson(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/**
 * The object that a `$ref` names, what stands beside the `$ref` laid over it.
 *
 * @throws CommandFailure for one that leads out of the file, nowhere, or in a circle
 */
export function follow(document: Json, value: unknown): Json {
  let found = toJson(value);
  for (let step = 0; typeof found["$ref"] === "string"; step += 1) {
    const { $ref, ...beside } = found;
    const reference = $ref;
    if (!reference.startsWith("#/")) {
      throw usageFault(
        `${JSON.stringify(reference)} leads out of the file. Bundle it into one first, for example with: redocly bundle`,
      );
    }
    const target = reference
      .slice(2)
      .split("/")
      .map((part) => decode(part).replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>((at, key) => toJson(at)[key], document);
    if (target === undefined || step > 20) {
      throw usageFault(`${JSON.stringify(reference)} leads nowhere.`);
    }
    found = { ...toJson(target), ...beside };
  }
  return found;
}

/** A `%` that encodes nothing stands for itself. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
