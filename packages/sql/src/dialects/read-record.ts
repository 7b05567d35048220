import type { RecordedChange, RecordedConflict } from "@numipay/core";

type Row = Record<string, string | null>;

/** Reads a recorded change from its columns, which every dialect names the same. */
export function toRecordedChange(row: Row): RecordedChange {
  return {
    transactionKey: row["transaction_key"] ?? "",
    status: row["status"] ?? "",
    isHandled: row["is_handled"] === "true",
    recordedAt: row["recorded"] ?? "",
    digest: row["digest"] ?? "",
    content: row["content"] ?? undefined,
  };
}

/** Reads a conflict from its columns. */
export function toRecordedConflict(row: Row): RecordedConflict {
  return {
    transactionKey: row["transaction_key"] ?? "",
    status: row["status"] ?? "",
    digest: row["digest"] ?? "",
    content: row["content"] ?? "",
    firstSeenAt: row["first_seen"] ?? "",
  };
}
