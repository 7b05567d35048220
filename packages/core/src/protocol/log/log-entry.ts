/** What a structured logger gets beside the message. */
export type LogFields = Readonly<Record<string, string | number | undefined>>;

/** One entry as it is written. */
export interface LogEntry {
  level: "error" | "warn";
  message: string;
  error: unknown;
  fields: LogFields;
}
