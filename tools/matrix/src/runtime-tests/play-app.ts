import assert from "node:assert/strict";
import type { AdapterCase } from "@numipay/testing";
import { type CaseResults, runCases } from "../run-cases.js";
import type { SuiteResult } from "../run-suite.js";
import type { App, AppException } from "./apps.js";
import { clientCases, proxyCase } from "./client-cases.js";
import { startRefusingProxy } from "./gateways.js";
import type { FailedSetup, Setup } from "./setup.js";
import { type RunningApp, startApp } from "./start-app.js";
import { missingPasswordCase, signaturePassword, webhookCases } from "./webhook-cases.js";

interface AppPlay {
  env: NodeJS.ProcessEnv;
  casesOf: (app: RunningApp, setup: Setup | FailedSetup) => AdapterCase[];
}

export interface PlayAppOptions {
  /** Where the app is installed. */
  folder: string;
  /** The program of its runtime. */
  path: string;
  /** The name and version of its runtime. */
  runtime: string;
}

/** Plays the runtime tests of an installed app. Resolves with the results of each of its setups. */
export async function playApp(
  app: App,
  { folder, path, runtime }: PlayAppOptions,
): Promise<SuiteResult[]> {
  const exceptions = (app.knownExceptions ?? []).filter(({ runtime: start = "" }) =>
    runtime.startsWith(start),
  );
  const command = [path, ...(app.flags ?? []), "main.mjs"];
  const proxy = await startRefusingProxy();
  const secrets = { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword };
  const plays: AppPlay[] = [
    { env: secrets, casesOf: casesWithPassword },
    { env: {}, casesOf: (running, setup) => [missingPasswordCase(running, setup)] },
  ];
  if (app.hasProxy === true) {
    const env = { ...secrets, HTTPS_PROXY: proxy.url, NODE_USE_ENV_PROXY: "1" };
    plays.push({ env, casesOf: (_running, setup) => casesWithProxy(setup, proxy) });
  }
  const results = new Map<string, SuiteResult>();
  const played: string[] = [];
  try {
    for (const { env, casesOf } of plays) {
      const running = await startApp({ folder, command, env });
      try {
        for (const setup of running.setups) {
          const cases = toCases(casesOf(running, setup), setup, exceptions);
          played.push(...cases.map(({ name }) => `${setup.setup}, ${name}`));
          const result = results.get(setup.setup);
          results.set(setup.setup, {
            adapter: app.name,
            setup: setup.setup,
            ...addResults(result, await runCases(cases)),
          });
        }
      } finally {
        running.close();
      }
    }
  } finally {
    proxy.close();
  }
  const names = new Set(played);
  const outdated = exceptions.filter(({ setup, name }) => !names.has(`${setup}, ${name}`));
  if (outdated.length > 0) {
    const titles = outdated.map(({ setup, name }) => `"${name}" of "${setup}"`).join(", ");
    throw new Error(`There is no case ${titles}. Fix or remove the known exception.`);
  }
  return [...results.values()];
}

function casesWithPassword(running: RunningApp, setup: Setup | FailedSetup): AdapterCase[] {
  if ("error" in setup) {
    return [{ name: "starts", run: async () => assert.fail(setup.error) }];
  }
  const { client } = setup;
  return [...webhookCases(running, setup), ...(client === undefined ? [] : clientCases(client))];
}

function casesWithProxy(
  setup: Setup | FailedSetup,
  proxy: Parameters<typeof proxyCase>[1],
): AdapterCase[] {
  return "error" in setup || setup.client === undefined ? [] : [proxyCase(setup.client, proxy)];
}

/** A known exception must fail. */
function toCases(
  cases: readonly AdapterCase[],
  { setup }: { setup: string },
  exceptions: readonly AppException[],
): AdapterCase[] {
  return cases.map(({ name, run }) => {
    const exception = exceptions.find((one) => one.setup === setup && one.name === name);
    if (exception === undefined) return { name, run };
    const passes = `The known exception "${name}" passes. Remove it from the list.`;
    const fail = () => assert.rejects(run, assert.AssertionError, passes);
    return { name, knownException: exception.reason, run: fail };
  });
}

function addResults(earlier: CaseResults | undefined, later: CaseResults): CaseResults {
  return {
    passed: (earlier?.passed ?? 0) + later.passed,
    failed: [...(earlier?.failed ?? []), ...later.failed],
    excepted: [...(earlier?.excepted ?? []), ...later.excepted],
  };
}
