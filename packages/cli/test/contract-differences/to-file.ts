import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ContractOverride } from "@numipay/core";
import { temporaryFolder } from "../temporary-folder.js";

/** The override as a merchant writes it: a file. */
export function toFile(contract: ContractOverride): string {
  const file = join(temporaryFolder(), "numipay.contract.json");
  writeFileSync(file, JSON.stringify(contract));
  return file;
}
