import { parseArgs } from "node:util";
import { toSandboxUrl } from "../sandbox/to-sandbox-url.js";

/** The command line. */
export type Arguments =
  | { readonly problem: string }
  | {
      readonly sandboxUrl: string;
      readonly allowWrites: boolean;
      /** What to print instead of serving. */
      readonly shows: "help" | "version" | undefined;
    };

const defaultSandboxUrl = "http://127.0.0.1:4010";

/** Reads the command line. A problem is a sentence. */
export function readArguments(args: readonly string[]): Arguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        sandbox: { type: "string", default: defaultSandboxUrl },
        "allow-writes": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        version: { type: "boolean", default: false },
      },
    });
    return {
      sandboxUrl: toSandboxUrl(values.sandbox).origin,
      allowWrites: values["allow-writes"],
      shows: values.help ? "help" : values.version ? "version" : undefined,
    };
  } catch (error) {
    return { problem: (error as Error).message.replace(/\.?$/, ".") };
  }
}
