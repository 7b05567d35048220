import type { ContractOverride } from "@numipay/core";
import { extname } from "node:path";
import { usageFault } from "../failure/command-failure.js";
import { openTarget } from "../export/open-target.js";
import type { GuardedTerminal } from "../terminal/guard-terminal.js";

/** How an override is written, by the end of the file's name. */
const writers: Record<string, (override: ContractOverride) => string> = {
  ".json": (override) => `${JSON.stringify(override, null, 2)}\n`,
  ".ts": toModule,
};

/** @throws CommandFailure for a file that is neither JSON nor TypeScript */
export function requireWritable(file: string): void {
  if (Object.hasOwn(writers, extname(file))) return;
  throw usageFault("--write: name a .json file, or a .ts file for a typed contract.");
}

/** Writes an override: as JSON, or as a module that types the whole program. */
export async function writeOverride(
  terminal: Pick<GuardedTerminal, "data">,
  override: ContractOverride,
  { file, mayReplace }: { file: string; mayReplace: boolean },
): Promise<void> {
  const text = writers[extname(file)]?.(override) ?? "";
  const target = await openTarget(terminal, file, { mayReplace, option: "--write" });
  try {
    await target.write(text);
    await target.finish();
  } catch (error) {
    await target.abandon();
    throw error;
  }
}

function toModule(override: ContractOverride): string {
  // A key that is a name needs no quotation marks.
  const literal = JSON.stringify(override, null, 2).replaceAll(
    /^( *)"([A-Za-z_$][\w$]*)":/gm,
    "$1$2:",
  );
  return `import { defineContract } from "@numipay/core";

// Written by numipay contract diff. Pass it to new Numipay({ contract }) and numipayWebhook({ contract }).
export const contract = defineContract(${literal});

declare module "@numipay/core" {
  interface Register {
    contract: typeof contract;
  }
}
`;
}
