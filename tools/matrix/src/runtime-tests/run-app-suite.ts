import { knownExceptionsOf } from "../known-exceptions.js";
import { createRemoteAdapter } from "../remote-adapter.js";
import { runSuite, type SuiteResult } from "../run-suite.js";
import type { App } from "./apps.js";
import type { PlayAppOptions } from "./play-app.js";
import { startApp } from "./start-app.js";

/** Runs the conformance suite on each setup of an installed app that serves it. */
export async function runAppSuite(
  app: App,
  { folder, path, runtime }: PlayAppOptions,
): Promise<SuiteResult[]> {
  const command = [path, ...(app.flags ?? []), "main.mjs"];
  const running = await startApp({ folder, command, env: {} });
  const results: SuiteResult[] = [];
  try {
    for (const setup of running.setups) {
      if ("error" in setup) throw new Error(`${setup.setup} did not start: ${setup.error}`);
      if (setup.suite === undefined) continue;
      const { adapter: server, close } = await createRemoteAdapter(setup.suite);
      const knownExceptions = {
        ...app.suiteExceptions?.[setup.setup],
        ...knownExceptionsOf(runtime),
      };
      const { setup: name } = setup;
      try {
        results.push(await runSuite({ adapter: app.name, setup: name, server, knownExceptions }));
      } finally {
        close();
      }
    }
  } finally {
    running.close();
  }
  if (results.length === 0) throw new Error(`No setup of ${app.name} serves the suite.`);
  return results;
}
