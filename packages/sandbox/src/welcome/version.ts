import { readFileSync } from "node:fs";

let known: string | undefined;

/** The version of this package. Read when it is first needed. */
export function version(): string {
  if (known === undefined) {
    // The relative path is the same from src/welcome and dist/welcome.
    const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    known = (JSON.parse(manifest) as { version: string }).version;
  }
  return known;
}
