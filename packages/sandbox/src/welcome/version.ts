import { readPackageFile } from "../portal/read-package-file.js";

let known: string | undefined;

/** The version of this package. Read when it is first needed. */
export function version(): string {
  if (known === undefined) {
    known = (JSON.parse(readPackageFile("package.json")) as { version: string }).version;
  }
  return known;
}
