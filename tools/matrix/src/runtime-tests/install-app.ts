// The apps are installed as a user installs the packages: packed, with npm, in a folder outside the workspace.
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { toReason } from "../fetch-runtime.js";
import type { App } from "./apps.js";

const run = promisify(execFile);
const timeoutMs = 300_000;
const shell = process.platform === "win32";
const root = fileURLToPath(new URL("../../../../", import.meta.url));
const sources = join(root, "tools/matrix/runtimes");
const suiteServer = fileURLToPath(new URL("../remote/worker.js", import.meta.url));

const installArguments = [
  "install",
  "--prefer-offline",
  "--ignore-scripts",
  "--install-links",
  "--no-package-lock",
  "--no-audit",
  "--no-fund",
  "--fetch-retries=1",
];

/** The versions of the apps' dependencies. */
export const versions = JSON.parse(readFileSync(join(sources, "versions.json"), "utf8")) as Record<
  string,
  string
>;

export interface InstalledApp {
  app: App;
  folder: string;
  /** Builds the app at its first call, with a program of Node. Rejects with the reason in one line. */
  build: (node: string) => Promise<void>;
}

/** Returns a function that installs an app in a folder of its own. It rejects with the reason in one line. */
export function createAppInstaller(): (app: App) => Promise<InstalledApp> {
  const parent = mkdtempSync(join(tmpdir(), "numipay-runtimes-"));
  process.on("exit", () => rmSync(parent, { recursive: true, force: true, maxRetries: 3 }));
  const packed = new Map<string, Promise<string>>();
  const specify = async (name: string, own: App["versions"]): Promise<string> => {
    if (name === "play") return `file:${join(sources, "play")}`;
    if (!name.startsWith("@numipay/")) return own?.[name] ?? versionOf(name);
    const file = packed.get(name) ?? pack(name, parent);
    packed.set(name, file);
    return `file:${await file}`;
  };
  return (app) => installApp(app, parent, specify);
}

async function installApp(
  app: App,
  parent: string,
  specify: (name: string, own: App["versions"]) => Promise<string>,
): Promise<InstalledApp> {
  const { folder: name, builds = [] } = app;
  const folder = mkdtempSync(join(parent, `${name}-`));
  cpSync(join(sources, name), folder, { recursive: true });
  if (app.suiteExceptions !== undefined) cpSync(suiteServer, join(folder, "suite.mjs"));
  const path = join(folder, "package.json");
  const manifest = JSON.parse(readFileSync(path, "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const dependency of Object.keys(manifest.dependencies)) {
    manifest.dependencies[dependency] = await specify(dependency, app.versions);
  }
  writeFileSync(path, JSON.stringify(manifest));
  await runHere(folder, "npm", installArguments);
  const buildAll = async (node: string): Promise<void> => {
    for (const build of builds) await runHere(folder, node, build);
  };
  let built: Promise<void> | undefined;
  return { app, folder, build: (node) => (built ??= buildAll(node)) };
}

function versionOf(name: string): string {
  const version = versions[name];
  if (version === undefined) throw new Error(`runtimes/versions.json has no ${name}.`);
  return version;
}

async function pack(name: string, folder: string): Promise<string> {
  const destination = mkdtempSync(join(folder, "pack-"));
  const pnpm = join(root, "node_modules/.bin/pnpm");
  const from = join(root, "packages", name.replace("@numipay/", ""));
  await runHere(from, pnpm, ["pack", "--pack-destination", destination]);
  const [file = ""] = readdirSync(destination);
  return join(destination, file);
}

/** Without secrets, as a build server runs it. */
async function runHere(cwd: string, program: string, args: readonly string[]): Promise<void> {
  const own = Object.entries(process.env).filter(([variable]) => !variable.startsWith("NUMIPAY_"));
  const env = { ...Object.fromEntries(own), NEXT_TELEMETRY_DISABLED: "1", NO_COLOR: "1" };
  try {
    await run(program, args, { cwd, env, timeout: timeoutMs, shell });
  } catch (error) {
    throw new Error(toReason(error), { cause: error });
  }
}
