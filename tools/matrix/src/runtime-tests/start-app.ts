import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { AppLine, DeliveryLine, FailedSetup, OutcomeLine, Setup } from "./setup.js";

const startTimeoutMs = 60_000;
const outcomeTimeoutMs = 10_000;

/** What an app did with one delivery. */
export interface PlayedDelivery extends OutcomeLine {
  /** The ids of the events that its handler was called with. */
  handled: string[];
}

export interface RunningApp {
  setups: (Setup | FailedSetup)[];
  /** Resolves with what the app did with the next delivery. */
  nextDelivery: () => Promise<PlayedDelivery>;
  close: () => void;
}

export interface StartAppOptions {
  /** The folder that it is installed in. */
  folder: string;
  command: readonly string[];
  /** Added to the environment of this process, which loses its own variables of Numipay and proxies. */
  env: NodeJS.ProcessEnv;
}

/** Starts an app. Resolves once all its setups have started, and rejects if it exits first. */
export function startApp({ folder, command, env }: StartAppOptions): Promise<RunningApp> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...inheritedEnvironment(), ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // Its own process group: some apps start others.
    detached: true,
  });
  let log = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
  const close = () => {
    try {
      process.kill(-Number(child.pid), "SIGKILL");
    } catch {
      // It has already exited.
    }
  };
  process.once("exit", close);

  const setups: (Setup | FailedSetup)[] = [];
  const deliveries = createDeliveries();
  return new Promise((resolve, reject) => {
    const fail = (problem: string): void => {
      close();
      reject(new Error(`${problem} ${log.trim().slice(-2000)}`));
    };
    const timer = setTimeout(() => fail("The app did not start."), startTimeoutMs);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(timer);
      process.off("exit", close);
      fail(`The app exited with code ${code}.`);
    });
    createInterface(child.stdout).on("line", (line) => {
      const read = readLine(line);
      if (read === undefined) return;
      if ("setup" in read) setups.push(read);
      else if ("ready" in read) {
        clearTimeout(timer);
        resolve({ setups, nextDelivery: deliveries.next, close });
      } else deliveries.add(read);
    });
  });
}

/** Groups the lines of deliveries, which the runtime tests send one after the other. */
function createDeliveries() {
  const finished: PlayedDelivery[] = [];
  let handled: string[] = [];
  let notify = (): void => {};
  const add = (line: DeliveryLine): void => {
    if ("handled" in line) {
      handled.push(line.handled);
      return;
    }
    finished.push({ ...line, handled });
    handled = [];
    notify();
  };
  /** The output may arrive after the response. */
  const next = async (): Promise<PlayedDelivery> => {
    const deadline = AbortSignal.timeout(outcomeTimeoutMs);
    while (finished.length === 0) {
      await new Promise<void>((resolve, reject) => {
        notify = resolve;
        const fail = (): void => reject(new Error("The app reported no outcome."));
        deadline.addEventListener("abort", fail, { once: true });
      });
    }
    return finished.shift() as PlayedDelivery;
  };
  return { add, next };
}

/** Apps, and what they run on, also print other lines. */
function readLine(line: string): AppLine | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as AppLine;
  } catch {
    return undefined;
  }
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^NUMIPAY_|_proxy$|^NODE_OPTIONS$|^CI$/i.test(name),
  );
  return Object.fromEntries(own);
}
