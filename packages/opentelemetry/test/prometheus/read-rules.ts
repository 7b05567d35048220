import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

/** A recording rule or an alert rule. */
export interface Rule {
  record?: string;
  alert?: string;
  expr: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

export interface RuleFile {
  groups: { name: string; rules: Rule[] }[];
}

export const rulesPath = fileURLToPath(
  new URL("../../prometheus/numipay.rules.yml", import.meta.url),
);

/** Reads the rules that the package publishes. */
export function readRules(): Rule[] {
  const { groups } = parse(readFileSync(rulesPath, "utf8")) as RuleFile;
  return groups.flatMap(({ rules }) => rules);
}
