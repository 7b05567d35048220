import { adapterCases } from "@numipay/testing";
import type { Host } from "./hosts/host.js";
import { type CaseResults, runCases } from "./run-cases.js";

/** The results of the cases on one host. */
export interface SuiteResult extends CaseResults {
  adapter: string;
  setup: string;
}

/** Runs every case of the conformance suite, one after the other. */
export async function runSuite({
  adapter,
  setup,
  server,
  knownExceptions = {},
}: Host): Promise<SuiteResult> {
  return { adapter, setup, ...(await runCases(adapterCases(server, knownExceptions))) };
}
