import type { CommandNames } from "./command-names.js";

/** The client's options, as they are set on the command line. */
const clientOptions: Record<string, string> = {
  apiKey: "NUMIPAY_API_KEY",
  baseUrl: "--base-url",
  signaturePassword: "NUMIPAY_SIGNATURE_PASSWORD",
  timeZone: "--time-zone",
  timeoutMs: "--timeout",
  maxResponseBytes: "--max-response-bytes",
};

const cardField = /^(?:card_|expiry_|cvv$)/;

/** A sentence of the library. */
interface Subject {
  /** The option or field that it begins with. */
  readonly subject: string;
  /** The rest of it. */
  readonly problem: string;
  /** True for a field of a request. */
  readonly isField: boolean;
}

/**
 * Rewrites a sentence of the library that begins with an option or field, such as `tracking_id is required by …`, so that
 * it names the option of the command.
 */
export function nameSubject({ subject, problem, isField }: Subject, names: CommandNames): string {
  const [, source, part] = /^(--contract|NUMIPAY_CONTRACT)\.(.+)$/.exec(subject) ?? [];
  if (part !== undefined) {
    return `${part} in the ${source} file ${problem.replaceAll(`${source}.`, "")}`;
  }
  if (Object.hasOwn(clientOptions, subject)) return `${clientOptions[subject]} ${problem}`;
  const flag = names.of(subject);
  const text = translate(problem, names);
  if (/^is required by [^ ]+(?: \(sent as .*\))?\.$/.test(problem)) {
    return toMissing(subject, flag, names);
  }
  if (flag !== undefined) return `${flag} ${text}`;
  const moduleFlag = names.of(`${subject}Module`);
  if (moduleFlag !== undefined) return `The ${subject} of the ${moduleFlag} ${text}`;
  if (cardField.test(subject) && names.of("cardFile") !== undefined) {
    return `${subject} in the --card-file ${text}`;
  }
  return isField && names.of("request") !== undefined
    ? `The field ${subject} ${text}`
    : `${subject} ${text}`;
}

function toMissing(subject: string, flag: string | undefined, names: CommandNames): string {
  const hasFile = names.of("request") !== undefined;
  if (flag !== undefined) {
    return hasFile
      ? `${flag} is missing. Pass it, or add ${subject} to the --request file.`
      : `${flag} is missing.`;
  }
  if (cardField.test(subject) && names.of("cardFile") !== undefined) {
    return `${subject} is missing in the --card-file.`;
  }
  const option = names.of("field") ?? names.of("extra");
  return option === undefined
    ? `${subject} is missing.`
    : `The field ${subject} is missing. Pass it with ${option} ${subject}=value, or add it to the --request file.`;
}

/** Replaces what only applies to a program that calls the library. */
function translate(problem: string, names: CommandNames): string {
  return problem
    .replace(/`(\w+)`/g, (quoted, name: string) => names.of(name) ?? quoted)
    .replace(
      /Write a day as YYYY-MM-DD or DD-MM-YYYY, or pass a valid Date\./,
      "Write a day as 2026-01-31, 31-01-2026, today or yesterday.",
    )
    .replace(
      /a decimal string such as "200\.00" \(no sign, exponent or separators\), or a number with at most 15 digits\./,
      "a decimal such as 200.00, without a sign, an exponent or separators.",
    );
}
