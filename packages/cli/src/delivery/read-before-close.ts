import type { Socket } from "node:net";

type Done = (error?: Error | null) => void;

/**
 * Reports a failed write only after everything that has arrived was read. A receiver that rejects a large body, such as with a
 * 413, often closes the connection while the body is being sent, and Node would discard its response.
 */
export function readBeforeClose(socket: Socket): void {
  const write = socket._write.bind(socket);
  const writeMany = socket._writev?.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, later(done));
  if (writeMany !== undefined) {
    socket._writev = (chunks, done) => writeMany(chunks, later(done));
  }
}

/** The receiver has closed both directions, so the next turn of the event loop reads the whole response. */
function later(done: Done): Done {
  return (error) => {
    if (error) setImmediate(() => setImmediate(() => done(error)));
    else done(error);
  };
}
