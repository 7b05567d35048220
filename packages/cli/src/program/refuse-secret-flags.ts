import { usageFault } from "../failure/command-failure.js";

/** Options that somebody would guess, and what they should do instead. */
const insteadOf: Record<string, string> = {
  "api-key":
    "Set NUMIPAY_API_KEY, or name a file that holds it: --api-key-file <file> (- is stdin)",
  password:
    "Set NUMIPAY_SIGNATURE_PASSWORD, or name a file that holds it: --password-file <file> (- is stdin)",
  "signature-password":
    "Set NUMIPAY_SIGNATURE_PASSWORD, or name a file that holds it: --password-file <file> (- is stdin)",
  "card-number": "Name a file that holds the card: --card-file <file> (- is stdin)",
  cvv: "Name a file that holds the card: --card-file <file> (- is stdin)",
};

/**
 * Refuses a secret on the command line before anything reads it: it would stay in the shell's history and in the list
 * of processes, which every user of the machine can read.
 *
 * @throws CommandFailure that never repeats the value
 */
export function refuseSecretFlags(args: readonly string[]): void {
  const end = args.indexOf("--");
  for (const argument of end === -1 ? args : args.slice(0, end)) {
    const name = /^--?([^=]*)/.exec(argument)?.[1]?.toLowerCase().replaceAll("_", "-") ?? "";
    const instead = Object.hasOwn(insteadOf, name) ? insteadOf[name] : undefined;
    if (instead === undefined) continue;
    throw usageFault(
      `--${name}: secrets are not taken from the command line, where the shell's history and the list of processes ` +
        `keep them. ${instead}. If it was a real one, replace it in the portal.`,
    );
  }
}
