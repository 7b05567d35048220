import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Why rules cannot be tested. Undefined if promtool is installed. Throws if CI=true. */
export function whyNoPromtool(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  if (folders.some((folder) => existsSync(join(folder, "promtool")))) return undefined;
  if (process.env["CI"] === "true") {
    throw new Error(
      "promtool is not on the PATH. Install it (Debian: prometheus): CI=true requires it.",
    );
  }
  return "no promtool";
}

/** Runs promtool. Returns what it found wrong, or an empty string. */
export async function findProblems(args: readonly string[]): Promise<string> {
  try {
    await run("promtool", args, { timeout: 120_000 });
    return "";
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: unknown; stdout?: string; stderr?: string };
    // 1 is its verdict. Anything else is a program that could not run, or did not end.
    if (code !== 1) throw error;
    return `${stdout}${stderr}`;
  }
}

/** Checks a file that promtool reads: YAML, or the JSON that it includes. */
export async function findProblemsIn(command: "check" | "test", content: object): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "numipay-promtool-"));
  try {
    const file = join(folder, "file.yml");
    writeFileSync(file, JSON.stringify(content));
    return await findProblems([command, "rules", file]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
