// `npm run sqlite`: makes the native module of better-sqlite3, which the SQLite suites need. Its install script downloads it, or
// compiles it where that is not possible. Not part of the setup, because that takes minutes and a compiler.
import { existsSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { root, runProgram } from "./run-program.mjs";
import { install, reportSetupError, SetupError } from "./setup.mjs";

const limitMs = 900_000;

async function buildSqlite() {
  await install();
  const folder = realpathSync(join(root, "packages/sql/node_modules/better-sqlite3"));
  if (existsSync(join(folder, "build/Release/better_sqlite3.node"))) return;
  console.log("Downloading or compiling better-sqlite3 (once; a minute or two) …");
  const built = await runProgram("npm", ["run", "install", "--silent"], {
    cwd: folder,
    timeoutMs: limitMs,
  });
  if (built.code === 0) return;
  throw new SetupError(
    `better-sqlite3 could not be built. Install a C++ compiler, make and Python, and retry.\n${built.output.slice(-2000)}`,
  );
}

await buildSqlite().catch(reportSetupError);
