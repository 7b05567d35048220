import type { Dialect } from "../../dialects/dialect.js";
import type { SessionSettings } from "../../dialects/mysql/session-settings.js";
import { acquireTimeout } from "../acquire-timeout.js";
import { takePermit } from "../pool-permits.js";
import type { Session, Sessions } from "../session.js";
import type { MysqlConnection, MysqlSource } from "./mysql-connection.js";
import { type ConnectionLimits, mysqlSession } from "./mysql-session.js";
import { withTimeout } from "./with-timeout.js";

/** Time limits, in milliseconds. */
export interface MysqlLimits extends ConnectionLimits {
  /** How long to wait for a connection. */
  acquireTimeoutMs: number;
}

/** The settings of each connection's server, which are read once. */
const settingsOf = new WeakMap<object, SessionSettings>();

/** Creates sessions on the connections to MariaDB of a driver or a library. */
export function mysqlSessions<Tx>(
  source: MysqlSource<Tx>,
  dialect: Dialect,
  limits: MysqlLimits,
): Sessions<Tx> {
  const { acquireTimeoutMs } = limits;
  const toTimedOut = (): Error =>
    acquireTimeout(
      `Timed out after ${acquireTimeoutMs} ms waiting for a database connection. Each running handler holds one, and one is ` +
        `reserved; increase the pool's ${source.sizeOption}, or acquireTimeoutMs.`,
    );

  async function open(timeoutMs: number, onEnd: () => void): Promise<Session<Tx>> {
    const connecting = source.connect();
    const connection = await withTimeout(connecting, timeoutMs, () => {
      // It may still open. Return it to the pool then.
      connecting.then(
        (late) => late.end(false),
        () => undefined,
      );
      return toTimedOut();
    });
    return identified(connection, onEnd);
  }

  async function identified(
    connection: MysqlConnection<Tx>,
    onEnd: () => void,
  ): Promise<Session<Tx>> {
    const { identity } = connection;
    const known = identity === undefined ? undefined : settingsOf.get(identity);
    const session = mysqlSession(connection, { dialect, limits, settings: known, onEnd });
    if (known !== undefined) return session;
    try {
      const settings = await session.identify();
      if (identity !== undefined) settingsOf.set(identity, settings);
      return session;
    } catch (error) {
      session.discard();
      throw error;
    }
  }

  return {
    open: () => open(acquireTimeoutMs, () => undefined),
    async openToHold() {
      const startedAt = performance.now();
      const returnPermit = await takePermit(source.pool, source.maxHandlers(), acquireTimeoutMs);
      if (returnPermit === undefined) throw toTimedOut();
      try {
        const left = Math.max(1, acquireTimeoutMs - (performance.now() - startedAt));
        return await open(left, returnPermit);
      } catch (error) {
        returnPermit();
        throw error;
      }
    },
  };
}
