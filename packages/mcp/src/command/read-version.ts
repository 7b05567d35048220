import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The version of this package. */
export function readVersion(): string {
  // By name, because the code may run from `src` or from a bundle.
  const path = createRequire(import.meta.url).resolve("@numipay/mcp/package.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
