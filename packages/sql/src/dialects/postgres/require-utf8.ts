import type { Session, Sessions } from "../../sessions/session.js";
import type { Opening } from "../dialect.js";

/**
 * Checks the encodings in the first session. With another one, the server rejects some events or stores them as other text.
 * Later sessions are not checked.
 */
export function requireUtf8<Tx>(sessions: Sessions<Tx>, read: Opening): Sessions<Tx> {
  let isChecked = false;

  async function check(session: Session<Tx>): Promise<Session<Tx>> {
    try {
      const [found] = await session.transact(read, [readEncodings]);
      const { database, server, client } = found?.rows[0] ?? {};
      if (server !== "UTF8") throw new Error(toWrongServer(database ?? "", server ?? ""));
      if (client !== "UTF8") throw new Error(toWrongClient(client ?? ""));
      isChecked = true;
      return session;
    } catch (error) {
      session.discard();
      throw error;
    }
  }

  return {
    open: () => (isChecked ? sessions.open() : sessions.open().then(check)),
    openToHold: () => (isChecked ? sessions.openToHold() : sessions.openToHold().then(check)),
  };
}

const readEncodings =
  "SELECT current_database() AS database, current_setting('server_encoding') AS server, current_setting('client_encoding') AS client";

function toWrongServer(database: string, encoding: string): string {
  return (
    `The database ${database} has the encoding ${encoding}, but the inbox needs UTF8: other encodings cannot store every event. Use a ` +
    "database created with ENCODING 'UTF8' TEMPLATE template0."
  );
}

function toWrongClient(encoding: string): string {
  return (
    `The pool's connections use the client encoding ${encoding}, but pg sends UTF8. Do not set client_encoding on the pool's ` +
    "connections."
  );
}
