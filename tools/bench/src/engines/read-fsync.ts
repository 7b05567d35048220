import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs `pg_test_fsync` in the temporary folder, and returns how long each way to write 8 KB durably takes: the least time of a commit. */
export async function readFsync(): Promise<string> {
  const program = findProgram();
  if (program === undefined) return "pg_test_fsync was not found.";
  const file = join(tmpdir(), `numipay-bench-fsync-${process.pid}`);
  try {
    const methods = await readFirstTable(program, file);
    return `pg_test_fsync, one write of 8 KB: ${methods.join(", ")}.`;
  } finally {
    await rm(file, { force: true });
  }
}

const installations = "/usr/lib/postgresql";

function findProgram(): string | undefined {
  if (!existsSync(installations)) return undefined;
  return readdirSync(installations)
    .map((version) => join(installations, version, "bin", "pg_test_fsync"))
    .findLast((path) => existsSync(path));
}

/** It goes on for half a minute, but only the first table says how long a commit takes. */
function readFirstTable(program: string, file: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["-s", "1", "-f", file], { stdio: ["ignore", "pipe", "ignore"] });
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
      if (output.includes("two 8kB writes")) child.kill();
    });
    child.on("error", reject);
    child.on("close", () => {
      const [, table = ""] = output.split("one 8kB write");
      const [first = ""] = table.split("Compare file sync methods using two");
      const words = first.split("\n").map((line) => line.trim().split(/\s+/));
      resolve(
        words.flatMap(([method, , , microseconds, unit]) =>
          unit === "usecs/op" ? [`${method} ${microseconds} µs`] : [],
        ),
      );
    });
  });
}
