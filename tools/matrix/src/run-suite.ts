import { adapterCases } from "@numipay/testing";
import { toMessage } from "./error-message.js";
import type { Host } from "./hosts/host.js";

const caseTimeoutMs = 30_000;

export interface FailedCase {
  name: string;
  message: string;
}

/** A case that is known to fail, and why. */
export interface ExceptedCase {
  name: string;
  reason: string;
}

/** The result of the conformance suite on one host. */
export interface SuiteResult {
  adapter: string;
  setup: string;
  passed: number;
  failed: FailedCase[];
  excepted: ExceptedCase[];
}

/** Runs every case of the conformance suite, one after the other. */
export async function runSuite({
  adapter,
  setup,
  server,
  knownExceptions = {},
}: Host): Promise<SuiteResult> {
  const result: SuiteResult = { adapter, setup, passed: 0, failed: [], excepted: [] };
  for (const { name, knownException: reason, run } of adapterCases(server, knownExceptions)) {
    const message = await findFailure(run);
    if (message !== undefined) result.failed.push({ name, message });
    else if (reason === undefined) result.passed += 1;
    else result.excepted.push({ name: name.replace(`known exception (${reason}): `, ""), reason });
  }
  return result;
}

/** Returns the message of a failure, or undefined when the case passes. */
async function findFailure(run: () => Promise<void>): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    const error = new Error(`Timed out after ${caseTimeoutMs} ms.`);
    timer = setTimeout(() => reject(error), caseTimeoutMs);
  });
  try {
    await Promise.race([run(), timeout]);
    return undefined;
  } catch (error) {
    return toMessage(error);
  } finally {
    clearTimeout(timer);
  }
}
