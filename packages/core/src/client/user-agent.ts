import { InvalidOptionError } from "../protocol/errors.js";
import { coreVersion } from "../protocol/version.generated.js";

/**
 * The User-Agent header, such as `numipay-node/1.2.3 node/20.20.2 my-shop/4.5`. A browser replaces it.
 *
 * @throws InvalidOptionError when the suffix cannot be part of a header
 */
export function toUserAgent(suffix: string | undefined): string {
  const parts = [`numipay-node/${coreVersion}`, runtime()];
  if (suffix === undefined) return parts.join(" ");
  if (
    typeof suffix !== "string" ||
    !/^[\x21-\x7e](?:[\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(suffix)
  ) {
    throw new InvalidOptionError(
      "userAgentSuffix",
      'must be 1 to 200 printable ASCII characters, such as "my-shop/4.5".',
    );
  }
  return [...parts, suffix].join(" ");
}

/** Bun and Deno also report a version of Node. */
function runtime(): string {
  const versions: Readonly<Record<string, string | undefined>> = globalThis.process?.versions ?? {};
  const name = ["bun", "deno", "node"].find((one) => versions[one] !== undefined);
  return name === undefined ? "unknown" : `${name}/${versions[name]}`;
}
