import { InvalidArgumentError } from "../protocol/errors.js";

/** The longest metadata, in characters of JSON. */
const longestMetadata = 4_096;

/**
 * Serializes the metadata of a call.
 *
 * @throws InvalidArgumentError when it is not a JSON value, or longer than 4,096 characters of JSON
 */
export function toMetadataJson(metadata: unknown): string | undefined {
  if (metadata === undefined) return undefined;
  const json = toJson(metadata);
  if (json === undefined) {
    throw new InvalidArgumentError(
      "metadata",
      "must be a JSON value, such as { orderId: 7 }, without bigints, functions or circular references.",
    );
  }
  if (json.length > longestMetadata) {
    throw new InvalidArgumentError(
      "metadata",
      `must have at most ${longestMetadata} characters of JSON, but has ${json.length}. Store an id, and the rest in your database.`,
    );
  }
  return json;
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
