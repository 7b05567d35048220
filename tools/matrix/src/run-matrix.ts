import { toMessage } from "./error-message.js";
import { fetchRuntime, type InstalledRuntime } from "./fetch-runtime.js";
import type { Framework } from "./frameworks.js";
import { runOnNode, runOnRemote, webHandler } from "./run-hosts.js";
import { type Job, runJobs } from "./run-jobs.js";
import type { App } from "./runtime-tests/apps.js";
import { isSupported } from "./runtime-tests/is-supported.js";
import { createAppInstaller, type InstalledApp, versions } from "./runtime-tests/install-app.js";
import { playApp } from "./runtime-tests/play-app.js";
import { runAppSuite } from "./runtime-tests/run-app-suite.js";
import type { SuiteResult } from "./run-suite.js";
import type { Runtime } from "./runtimes.js";
import type { Row } from "./table.js";

interface FoundHosts {
  adapter: string;
  hosts: string;
}

export interface MatrixOptions {
  runtimes: readonly Runtime[];
  /** The frameworks that the conformance suite runs on. */
  frameworks: readonly Framework[];
  /** The apps of the runtime tests. */
  apps: readonly App[];
  /** Called with the next step. */
  onProgress: (step: string) => void;
}

/**
 * Runs the conformance suite on every host and every runtime, then the runtime tests.
 *
 * @returns rows in the order of the lists, and what could not be run
 */
export async function runMatrix(options: MatrixOptions): Promise<Row[]> {
  const { runtimes, onProgress } = options;
  const notRun: Row[] = [];
  const hosts = await findHosts(options, notRun);
  const installed = await installApps(options, notRun);
  const hasWebHandler = options.frameworks.some(({ name }) => name === webHandler);

  const jobs: Job[] = [];
  const appJobs: Job[] = [];
  for (const runtime of runtimes) {
    onProgress(runtime.name);
    try {
      const { path, version } = await findRuntime(runtime);
      const number = /\d[\w.-]+/.exec(version)?.[0] ?? version;
      const title = `${runtime.name.replace(/ [\d.]+$/, "")} ${number}`;
      jobs.push(...toSuiteJobs(runtime, { path, title, hosts, hasWebHandler }));
      appJobs.push(...toAppJobs(runtime, { path, title, installed }));
    } catch (error) {
      const { name } = runtime;
      const kind = runtime.kind === "node" ? "node" : "remote";
      notRun.push({ runtime: name, adapter: "all", kind, notRun: toMessage(error) });
    }
  }
  return [...(await runJobs([...jobs, ...appJobs], onProgress)), ...notRun];
}

async function findHosts(
  { runtimes, frameworks, onProgress }: MatrixOptions,
  notRun: Row[],
): Promise<FoundHosts[]> {
  const found: FoundHosts[] = [];
  const isOnNode = runtimes.some(({ kind }) => kind === "node");
  for (const { name, findHosts: find } of isOnNode ? frameworks : []) {
    onProgress(name);
    try {
      found.push({ adapter: name, hosts: await find() });
    } catch (error) {
      notRun.push({ runtime: "Node", adapter: name, kind: "node", notRun: toMessage(error) });
    }
  }
  return found;
}

/** Installs the apps that one of the runtimes runs, two at a time. */
async function installApps(
  { runtimes, apps, onProgress }: MatrixOptions,
  notRun: Row[],
): Promise<InstalledApp[]> {
  const install = createAppInstaller();
  const wanted = apps.filter(({ runtime }) => runtimes.some(({ program }) => program === runtime));
  const installed: InstalledApp[] = [];
  const waiting = wanted.values();
  const work = async (): Promise<void> => {
    for (const app of waiting) {
      onProgress(`Installing ${app.name}`);
      try {
        installed.push(await install(app));
      } catch (error) {
        const { name, runtime } = app;
        notRun.push({ runtime, adapter: name, kind: "app", notRun: toMessage(error) });
      }
    }
  };
  await Promise.all([work(), work()]);
  // In the order of the list.
  return wanted.flatMap((app) => installed.filter((one) => one.app === app));
}

/** Rejects when the runtime cannot be installed. */
async function findRuntime(runtime: Runtime): Promise<InstalledRuntime> {
  const { execPath: path, version } = process;
  if (runtime.kind === "library") return { path, version: versions[runtime.program] ?? "" };
  const { install, program } = runtime;
  return install === undefined ? { path, version } : await fetchRuntime(install, program);
}

interface FoundRuntime {
  path: string;
  /** Its name and version. */
  title: string;
}

function toSuiteJobs(
  runtime: Runtime,
  {
    path,
    title,
    hosts,
    hasWebHandler,
  }: FoundRuntime & { hosts: FoundHosts[]; hasWebHandler: boolean },
): Job[] {
  if (runtime.kind === "node") {
    return hosts.map(({ adapter, hosts: url }) => ({
      runtime: title,
      kind: "node",
      adapter,
      run: () => runOnNode(path, url),
    }));
  }
  if (runtime.kind === "library" || !hasWebHandler) return [];
  const run = () => runOnRemote(runtime.program, { path, title });
  return [{ runtime: title, kind: "remote", adapter: webHandler, run }];
}

function toAppJobs(
  runtime: Runtime,
  { path, title, installed }: FoundRuntime & { installed: InstalledApp[] },
): Job[] {
  const { program, kind } = runtime;
  const node = program === "node" ? path : process.execPath;
  const isSpare = runtime.kind === "node" && runtime.isSpare === true;
  return installed
    .filter(({ app }) => app.runtime === program && isSupported(app, title))
    .filter(({ app }) => !isSpare || !isSupported(app, `Node ${process.version}`))
    .flatMap(({ app, folder, build }) => {
      const toJob = (listed: Job["kind"], play: () => Promise<SuiteResult[]>): Job => ({
        runtime: title,
        kind: listed,
        adapter: app.name,
        async run() {
          await build(node);
          return play();
        },
      });
      const options = { folder, path, runtime: title };
      const jobs = [toJob("app", () => playApp(app, options))];
      if (app.suiteExceptions === undefined) return jobs;
      const listed = kind === "node" ? "node" : "remote";
      return [...jobs, toJob(listed, () => runAppSuite(app, options))];
    });
}
