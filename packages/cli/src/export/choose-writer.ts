import { InvalidArgumentError } from "commander";
import { usageError } from "../failure/command-failure.js";
import {
  createCsvWriter,
  createJsonlWriter,
  type CsvSeparator,
  type ExportFormat,
  type TransactionWriter,
} from "./transaction-writer.js";

/** The options that select the format of an export. */
export interface WriterOptions {
  readonly format?: ExportFormat;
  readonly out?: string;
  readonly columns?: string;
  readonly exact?: boolean;
  readonly separator?: CsvSeparator;
  readonly bom?: boolean;
}

const separators: Readonly<Record<string, CsvSeparator>> = {
  comma: ",",
  semicolon: ";",
  tab: "\t",
};

/** The values of `--separator` to suggest. */
export const separatorNames = Object.keys(separators);

/** Accepts the name of a separator, or the separator itself. */
export function toSeparator(text: string): CsvSeparator {
  const [, found] =
    Object.entries(separators).find(([name, one]) => name === text || one === text) ?? [];
  if (found === undefined) throw new InvalidArgumentError("Use comma, semicolon or tab.");
  return found;
}

/**
 * Creates the writer of an export. JSONL if the options or the extension of `--out` say so, else CSV.
 *
 * @throws CommandFailure for options that exclude each other, and for invalid columns
 */
export function chooseWriter(
  options: WriterOptions,
  knownFields: readonly string[],
): TransactionWriter {
  const { format, out, columns, exact, separator, bom } = options;
  const isJsonl =
    format === "jsonl" || (format === undefined && /\.(jsonl|ndjson)$/.test(out ?? ""));
  if (isJsonl && [columns, exact, separator, bom].some((one) => one !== undefined)) {
    throw usageError(
      "--columns, --exact, --separator and --bom only apply to CSV. JSONL has every field unchanged. Remove them.",
    );
  }
  if (isJsonl) return createJsonlWriter();
  const names = columns?.split(",").map((name) => name.trim()) ?? knownFields;
  if (names.includes(""))
    throw usageError("--columns contains an empty name. Separate field names with one comma.");
  if (new Set(names).size < names.length) {
    throw usageError("--columns contains a field twice. Name each field once.");
  }
  return createCsvWriter(names, {
    isExact: exact === true,
    separator: separator ?? ",",
    hasBom: bom === true,
  });
}
