import type { Random } from "measure";

export interface RunOptions {
  rounds?: number;
  transactions?: number;
  random: Random;
}

/** What one section of a run measured. */
export interface Section {
  title: string;
  table: string;
  /** The values that targets refer to, by name. */
  values: Record<string, number>;
}

/** Combines sections under one title. */
export function joinSections(title: string, parts: readonly Section[]): Section {
  return {
    title,
    table: parts.map((part) => `### ${part.title}\n\n${part.table}`).join("\n\n"),
    values: Object.fromEntries(parts.flatMap(({ values }) => Object.entries(values))),
  };
}
