import { Duplex } from "node:stream";
import type { PGlite } from "@electric-sql/pglite";
import type { PoolConfig } from "pg";

/** Options of a `pg` pool that connects to PGlite, a PostgreSQL within this process. */
export function pglitePool(db: PGlite): PoolConfig {
  return {
    user: "postgres",
    database: "postgres",
    // PGlite has a single session.
    max: 1,
    stream: () => new PgliteStream(db),
  };
}

type Done = (error?: Error) => void;

/** The message with which `pg` ends a connection. */
const terminate = "X".charCodeAt(0);

/** What `pg` uses as its socket. It passes PostgreSQL's protocol to PGlite. */
class PgliteStream extends Duplex {
  readonly #db: PGlite;

  constructor(db: PGlite) {
    super();
    this.#db = db;
  }

  connect(): this {
    this.#reset().then(
      () => this.emit("connect"),
      (error: Error) => this.destroy(error),
    );
    return this;
  }

  /** Ends what a connection that was cut has left. */
  async #reset(): Promise<void> {
    await this.#db.exec("ROLLBACK");
    await this.#db.exec("DISCARD ALL");
  }

  override _write(message: Uint8Array, _encoding: BufferEncoding, done: Done): void {
    if (message[0] === terminate) done();
    else void this.#send(message, done);
  }

  async #send(message: Uint8Array, done: Done): Promise<void> {
    try {
      this.push(await this.#db.execProtocolRaw(message));
    } catch (error) {
      done(error as Error);
      return;
    }
    done();
  }

  override _read(): void {
    // Responses are pushed when they arrive.
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  // A socket's methods that mean nothing within a process.
  setNoDelay = (): this => this;
  setKeepAlive = (): this => this;
  ref = (): this => this;
  unref = (): this => this;
}
