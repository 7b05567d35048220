import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { parse, YAMLParseError } from "yaml";
import { usageError } from "../failure/command-failure.js";
import { readTextFile } from "../input/read-file.js";

/** A JSON object of an OpenAPI file. */
export type Json = Readonly<Record<string, unknown>>;

/** Reads the library's contract. */
export async function readOwnContract(): Promise<Json> {
  const path = createRequire(import.meta.url).resolve("@numipay/core/contract/openapi.yaml");
  return toJson(parse(await readFile(path, "utf8")));
}

/**
 * Reads a YAML or JSON file. A file that is not an object becomes an empty one.
 *
 * @throws CommandFailure when the file cannot be read or parsed
 */
export async function readDocument(file: string): Promise<Json> {
  return toJson(parseText(file, await readTextFile(file)));
}

/**
 * Checks that a document is OpenAPI 3.
 *
 * @throws CommandFailure when it is not
 */
export function requireContract(file: string, document: Json): Json {
  const version = document["openapi"];
  if (typeof version === "string" && version.startsWith("3.")) return document;
  throw usageError(
    document["swagger"] === undefined
      ? `The file ${file} is not OpenAPI 3. Pass the gateway's OpenAPI 3 file, as YAML or JSON.`
      : `The file ${file} is Swagger 2. Convert it to OpenAPI 3 first, for example with swagger2openapi.`,
  );
}

function parseText(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const place = line === undefined ? "" : ` (line ${line})`;
    throw usageError(
      `The file ${file} is not valid YAML or JSON${place}. Fix it, or pass another file.`,
    );
  }
}

/** Returns the value if it is a JSON object, or else an empty object. */
export function toJson(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : {};
}

/**
 * Resolves a `$ref`. Properties next to it take precedence.
 *
 * @throws CommandFailure for an external, missing or circular reference
 */
export function follow(document: Json, value: unknown): Json {
  let found = toJson(value);
  for (let step = 0; typeof found["$ref"] === "string"; step += 1) {
    const { $ref, ...beside } = found;
    const reference = $ref;
    if (!reference.startsWith("#/")) {
      throw usageError(
        `The reference ${JSON.stringify(reference)} is external. Bundle the file first, for example with redocly bundle.`,
      );
    }
    const target = reference
      .slice(2)
      .split("/")
      .map((part) => decode(part).replaceAll("~1", "/").replaceAll("~0", "~"))
      .reduce<unknown>((at, key) => toJson(at)[key], document);
    if (target === undefined || step > 20) {
      throw usageError(
        `The reference ${JSON.stringify(reference)} is missing or circular. Fix it in the OpenAPI file.`,
      );
    }
    found = { ...toJson(target), ...beside };
  }
  return found;
}

/** Keeps a part with an invalid `%` unchanged. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
