import { once } from "node:events";
import type { Writable } from "node:stream";

/** Long enough for connections that are about to close. */
const graceMs = 2_000;

/** What keeps a process running, by the names of Node. */
const resourceNames: Readonly<Record<string, string>> = {
  TCPSocketWrap: "a connection",
  TLSWrap: "a connection",
  TCPServerWrap: "a server",
  Timeout: "a timer",
  FSReqCallback: "a file operation",
  GETADDRINFOREQWRAP: "a name lookup",
  MessagePort: "a worker",
  ProcessWrap: "a child process",
};

/**
 * Exits although a loaded module keeps the process running. Otherwise, each run of a schedule would leave a process behind. The
 * timer itself does not keep the process running, so without open resources the process ends at once, and as usual.
 *
 * @param warn called with what is open before the process exits
 */
export async function exitDespiteResources(
  exitCode: number,
  warn: (open: readonly string[]) => void,
): Promise<void> {
  // A pipe may not have received all of the output yet.
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  setTimeout(() => {
    warn(openResources());
    void Promise.all([flush(process.stdout), flush(process.stderr)]).then(() =>
      process.exit(exitCode),
    );
  }, graceMs).unref();
}

async function flush(stream: Writable): Promise<void> {
  while (stream.writableLength > 0 && !stream.destroyed) {
    await Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => undefined);
  }
}

function openResources(): readonly string[] {
  const names = process
    .getActiveResourcesInfo()
    // The streams of the process.
    .filter((name) => !/^(TTYWrap|PipeWrap|Immediate|FSReqPromise)$/.test(name))
    .map((name) => resourceNames[name] ?? name);
  return [...new Set(names)];
}
