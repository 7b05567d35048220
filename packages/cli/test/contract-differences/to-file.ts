import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractOverride } from "@numipay/core";
import { temporaryFolder } from "../temporary-folder.js";

/** Writes an override to a file, as a merchant does. */
export function toFile(contract: ContractOverride): string {
  const file = join(temporaryFolder(), "numipay.contract.json");
  writeFileSync(file, JSON.stringify(contract));
  return file;
}
