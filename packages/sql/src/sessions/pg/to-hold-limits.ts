import type { HoldLimits } from "../../dialects/dialect.js";
import type { LibraryLimitValues } from "../library/library-limits.js";
import { maxTimeoutMs } from "../require-ms.js";

/**
 * The server's limits for connections of `pg`. A statement that takes too long ends with its connection, but the server keeps running
 * it, and the claim with it. Its own limit ends both, a second later so that the connection's error comes first.
 */
export function toHoldLimits(limits: LibraryLimitValues): HoldLimits {
  const { lockTimeoutMs, idleTimeoutMs, statementTimeoutMs, handlerStatementTimeoutMs } = limits;
  return {
    lockTimeoutMs,
    idleTimeoutMs,
    statementTimeoutMs,
    handlerStatementTimeoutMs: Math.min(handlerStatementTimeoutMs + 1000, maxTimeoutMs),
  };
}
