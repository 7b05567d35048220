import type { Log } from "../protocol/log/to-log.js";
import { type SignaturePassword, toPasswords, weakness } from "../protocol/signature.js";
import { withTimeout } from "./with-timeout.js";

/** The signature password, or a function that returns it for the framework's request, for several merchants on one server. */
export type PasswordSource<Request> =
  | SignaturePassword
  | ((request: Request) => SignaturePassword | undefined | Promise<SignaturePassword | undefined>);

/** Where the passwords of a delivery come from. */
export interface PasswordSettings<Request> {
  /** The passwords, or a function that finds them for a request and may reject. */
  passwords: readonly string[] | ((request: Request) => Promise<readonly string[]>);
  /** Rejects while the environment has no password. Undefined if there is one, or a function finds it. */
  checkPasswords: (() => Promise<unknown>) | undefined;
}

/** Reads the option, or the environment variable. Passwords that are weak are logged. */
export function toPasswordSource<Request>(
  source: PasswordSource<Request> | undefined,
  { timeoutMs, isLazy, log }: { timeoutMs: number; isLazy: boolean; log: Log },
): PasswordSettings<Request> {
  if (typeof source === "function") {
    const problem = `signaturePassword did not resolve within ${timeoutMs} ms.`;
    return {
      passwords: async (request) => {
        const passwords = await withTimeout(() => source(request), timeoutMs, problem);
        return passwords === undefined ? [] : toPasswords(passwords);
      },
      checkPasswords: undefined,
    };
  }
  if (isLazy && source === undefined && fromEnvironment() === undefined) {
    let found: readonly string[] | undefined;
    const passwords = async (): Promise<readonly string[]> =>
      (found ??= readPasswords(undefined, log));
    return { passwords, checkPasswords: passwords };
  }
  return { passwords: readPasswords(source, log), checkPasswords: undefined };
}

function readPasswords(source: SignaturePassword | undefined, log: Log): readonly string[] {
  const passwords = toPasswords(source ?? fromEnvironment());
  for (const problem of new Set(passwords.map(weakness))) {
    if (problem !== undefined) log.warn(problem);
  }
  return passwords;
}

function fromEnvironment(): string | undefined {
  return globalThis.process?.env?.["NUMIPAY_SIGNATURE_PASSWORD"];
}
