/** A record as it is stored. */
export interface StoredRecord {
  isHandled: boolean;
  /** The token of the claim: the server's clock in microseconds when it was granted. */
  fencingToken: number;
  /** The number of the call to `complete`, by which a resent command is recognized. */
  call: number;
  digest: string;
}

/** Writes a record in few bytes: the numbers in base 36. */
export function toRecord({ isHandled, fencingToken, call, digest }: StoredRecord): string {
  return `${isHandled ? "" : "~"}${fencingToken.toString(36)}.${call.toString(36)} ${digest}`;
}

/** Reads a record. */
export function readRecord(record: string): StoredRecord {
  const [, mark = "", token = "", call = "", digest = ""] =
    /^(~?)(\w+)\.(\w+) (.*)$/.exec(record) ?? [];
  return {
    isHandled: mark === "",
    fencingToken: parseInt(token, 36),
    call: parseInt(call, 36),
    digest,
  };
}
