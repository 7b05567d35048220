import { fork, type Serializable } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const maxLogLength = 4000;

export interface StartOptions {
  /** How error messages name the program. */
  name: string;
  args?: readonly (string | number)[];
  nodeFlags?: readonly string[];
}

/** A Node program in a child process. */
export interface Program {
  pid: number | undefined;
  /** Resolves with the program's next message. Rejects if the program exits first. */
  nextMessage: () => Promise<unknown>;
  /** Sends a message and resolves with the reply. */
  request: (message: Serializable) => Promise<unknown>;
  /** Disconnects the program, and resolves once it has exited. */
  stop: () => Promise<void>;
}

/** Starts a compiled program in a child process. What it writes to stderr is shown only if it exits too early. */
export function startProgram(
  file: URL,
  { name, args = [], nodeFlags = [] }: StartOptions,
): Program {
  const child = fork(fileURLToPath(file), args.map(String), {
    execArgv: [...nodeFlags],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let log = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    log = (log + text).slice(-maxLogLength);
  });
  const exited = new Promise<string>((resolve) => {
    child.on("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const exitedEarly = exited.then((reason): never => {
    throw new Error(`${name} exited with ${reason}.\n${log}`);
  });
  // An exit after the last message is not a failure.
  exitedEarly.catch(() => {});

  const nextMessage = async (): Promise<unknown> => {
    const [message] = (await Promise.race([once(child, "message"), exitedEarly])) as unknown[];
    return message;
  };
  return {
    pid: child.pid,
    nextMessage,
    request(message) {
      child.send(message);
      return nextMessage();
    },
    async stop() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}
