import { usageError } from "../failure/command-failure.js";

/** Options that a user might guess, and what to do instead. */
const insteadOf: Record<string, string> = {
  "api-key":
    "Set NUMIPAY_API_KEY, or pass a file with --api-key-file <file> (- for standard input)",
  password:
    "Set NUMIPAY_SIGNATURE_PASSWORD, or pass a file with --password-file <file> (- for standard input)",
  "signature-password":
    "Set NUMIPAY_SIGNATURE_PASSWORD, or pass a file with --password-file <file> (- for standard input)",
  "card-number": "Pass the card in a file with --card-file <file> (- for standard input)",
  cvv: "Pass the card in a file with --card-file <file> (- for standard input)",
};

/**
 * Rejects secrets on the command line, because they remain in the shell history and in the process list, which every user
 * of the machine can read.
 *
 * @throws CommandFailure that does not contain the value
 */
export function refuseSecretFlags(args: readonly string[]): void {
  const end = args.indexOf("--");
  for (const argument of end === -1 ? args : args.slice(0, end)) {
    const name = /^--?([^=]*)/.exec(argument)?.[1]?.toLowerCase().replaceAll("_", "-") ?? "";
    const instead = Object.hasOwn(insteadOf, name) ? insteadOf[name] : undefined;
    if (instead === undefined) continue;
    throw usageError(
      `--${name} is not supported, because secrets on the command line remain in the shell history and the process ` +
        `list. ${instead}. If this was a real secret, replace it in the portal.`,
    );
  }
}
