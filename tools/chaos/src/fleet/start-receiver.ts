import { type ChildProcess, fork } from "node:child_process";
import { Agent, type ClientRequest } from "node:http";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Report } from "../receiver/report-pipe.js";

/** The programs that a fleet can consist of. */
export type ProgramName = "receiver" | "payer";

/** One receiver process. */
export interface Member {
  child: ChildProcess;
  slot: number;
  /** Empty while the receiver cannot be reached. */
  url: string;
  agent: Agent;
  /** How many deliveries without a response each change has, by idempotency key. */
  inProgress: Map<string, number>;
  /** The requests of these deliveries. */
  requests: Set<ClientRequest>;
  isStopped: boolean;
  /** The signal that is expected to end the process. */
  expectedSignal: NodeJS.Signals | undefined;
}

export interface ReceiverEvents {
  onReport: (member: Member, report: Report) => void;
  /** The process has exited. */
  onExit: (member: Member) => void;
  /** The process has exited and everything it reported has been read. */
  onClose: (member: Member, end: ReceiverEnd) => void;
}

export interface ReceiverEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  stderr: string;
}

export interface ReceiverStart {
  slot: number;
  /** Passed to the process as JSON. */
  settings: object;
  program: ProgramName;
}

/** Starts a receiver process, or another program with the same reports. */
export function startReceiver(
  { slot, settings, program }: ReceiverStart,
  events: ReceiverEvents,
): Member {
  const path = fileURLToPath(new URL(`../${program}/main.js`, import.meta.url));
  const child = fork(path, [JSON.stringify(settings)], {
    stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
  });
  const member: Member = {
    child,
    slot,
    url: "",
    agent: new Agent({ keepAlive: true }),
    inProgress: new Map(),
    requests: new Set(),
    isStopped: false,
    expectedSignal: undefined,
  };
  let stderr = "";
  child.stderr
    ?.setEncoding("utf8")
    .on("data", (text: string) => (stderr = (stderr + text).slice(-2000)));
  const reports = child.stdio[4] as Readable;
  reports.on("error", () => undefined);
  createInterface({ input: reports }).on("line", (line) =>
    events.onReport(member, JSON.parse(line) as Report),
  );
  child.on("message", (message) => {
    const { port } = message as { port: number };
    member.url = `http://127.0.0.1:${port}/webhooks/numipay`;
  });
  child.on("error", (error) => (stderr = error.message));
  child.on("exit", () => {
    member.agent.destroy();
    events.onExit(member);
  });
  child.on("close", (code, signal) => events.onClose(member, { code, signal, stderr }));
  return member;
}
