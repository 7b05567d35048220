import type { AdapterCase } from "@numipay/testing";
import { toMessage } from "./error-message.js";

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

export interface CaseResults {
  passed: number;
  failed: FailedCase[];
  excepted: ExceptedCase[];
}

/** Runs the cases one after the other. */
export async function runCases(cases: readonly AdapterCase[]): Promise<CaseResults> {
  const results: CaseResults = { passed: 0, failed: [], excepted: [] };
  for (const { name, knownException: reason, run } of cases) {
    const message = await findFailure(run);
    if (message !== undefined) results.failed.push({ name, message });
    else if (reason === undefined) results.passed += 1;
    else results.excepted.push({ name: name.replace(`known exception (${reason}): `, ""), reason });
  }
  return results;
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
