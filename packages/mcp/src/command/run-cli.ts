import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ToolError } from "../tool/tool-error.js";

/** The input of a command of @numipay/cli. */
interface CliRun {
  readonly args: readonly string[];
  /** Standard input. */
  readonly input?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What a command needs of the environment. Other variables may contain secrets of other programs. */
const passedVariables = [
  "NUMIPAY_SIGNATURE_PASSWORD",
  "NUMIPAY_CONTRACT",
  "NODE_EXTRA_CA_CERTS",
  // Through it, Node finds packages that Yarn's Plug'n'Play keeps in archives.
  ...(process.versions["pnp"] === undefined ? [] : ["NODE_OPTIONS"]),
  "PATH",
  "SystemRoot",
  "TEMP",
  "TMPDIR",
];

const maxOutputBytes = 1024 * 1024;
/** `success`, and `wrong`: a check found something. */
const exitCodesWithResult = [0, 1];

/**
 * Runs a command of @numipay/cli with `--json` in a process of its own, and returns its document.
 *
 * @throws ToolError if the command fails, exceeds its time or prints too much
 */
export async function runCli({ args, input, env, timeoutMs, signal }: CliRun): Promise<object> {
  const late = AbortSignal.timeout(timeoutMs);
  const child = spawn(process.execPath, [findProgram(), ...args, "--json"], {
    env: Object.fromEntries(passedVariables.map((name) => [name, env[name]])),
    stdio: ["pipe", "pipe", "ignore"],
    // A kill cannot be caught, so that nothing of the command is left.
    killSignal: "SIGKILL",
    signal: AbortSignal.any([signal, late]),
  });
  // The command may end before it has read its input.
  child.stdin.on("error", () => undefined).end(input ?? "");
  const chunks: Buffer[] = [];
  let bytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.byteLength;
    if (bytes > maxOutputBytes) child.kill("SIGKILL");
    else chunks.push(chunk);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once("error", (error) => {
      // It also keeps the timeout, which Node 20 forgets if only `AbortSignal.any` refers to it.
      const isLate = late.aborted && !signal.aborted;
      reject(
        new ToolError(
          isLate
            ? `numipay ${args[0] ?? ""} did not end within ${timeoutMs / 1000} seconds. Check that your server responds quickly, and try again.`
            : `numipay ${args[0] ?? ""} was not run to its end: ${error.name}. Try again.`,
        ),
      );
    });
    child.once("close", resolve);
  });
  const result = toDocument(Buffer.concat(chunks).toString("utf8"));
  if (result !== undefined && exitCode !== null && exitCodesWithResult.includes(exitCode)) {
    return result;
  }
  throw new ToolError(
    toMessage(result) ?? `numipay ${args[0] ?? ""} failed with exit code ${exitCode}.`,
  );
}

function findProgram(): string {
  const require = createRequire(import.meta.url);
  const path = require.resolve("@numipay/cli/package.json");
  const { bin } = require(path) as { readonly bin: { readonly numipay: string } };
  return join(dirname(path), bin.numipay);
}

function toDocument(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function toMessage(result: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const error = result?.["error"] as { readonly message?: unknown } | undefined;
  return typeof error?.message === "string" ? error.message : undefined;
}
