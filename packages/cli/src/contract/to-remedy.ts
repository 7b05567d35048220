import type { ContractOverride } from "@numipay/core";

/** More options are easier to read in the file of `--write`. */
const maxOptions = 2;

/** Describes an override, such as `Set contract.operations.direct.path to "/v2/direct".` */
export function toRemedy(override: ContractOverride, isGuess: boolean): string {
  const options = listOptions(override, "contract");
  const guess = isGuess ? " This is a guess by name, so check it." : "";
  if (options.length <= maxOptions) return `Set ${options.join(" and ")}.${guess}`;
  return `Set ${commonOption(override, "contract")} (--write does this).${guess}`;
}

function listOptions(value: unknown, option: string): string[] {
  const entries = toEntries(value);
  if (entries.length === 0) return [`${option} to ${JSON.stringify(value)}`];
  return entries.flatMap(([name, inner]) => listOptions(inner, join(option, name)));
}

/** The innermost option that contains all others. */
function commonOption(value: unknown, option: string): string {
  const [first, ...others] = toEntries(value);
  if (first === undefined || others.length > 0) return option;
  return commonOption(first[1], join(option, first[0]));
}

function join(option: string, name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name)
    ? `${option}.${name}`
    : `${option}[${JSON.stringify(name)}]`;
}

function toEntries(value: unknown): [string, unknown][] {
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
