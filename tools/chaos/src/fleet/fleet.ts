import { setTimeout as pause } from "node:timers/promises";
import { post } from "../post.js";
import type { Report } from "../receiver/report-pipe.js";
import {
  type Member,
  type ProgramName,
  type ReceiverEnd,
  startReceiver,
} from "./start-receiver.js";

/** After how many unexpected exits no receiver is started any more. */
const mostCrashes = 5;

export interface FleetOptions {
  size: number;
  /** Defaults to `"receiver"`. */
  program?: ProgramName;
  /** Passed to each receiver. */
  settings: object;
  /** Passed to the n-th process as well. Defaults to nothing. */
  settingsOf?: (start: number, slot: number) => object;
  /** Passed to the safe receiver as well. */
  safeSettings?: object | undefined;
  /** Whether no fault is injected into the first receiver. Defaults to `false`. */
  hasSafe?: boolean;
  /** How long a receiver stays stopped after a SIGSTOP, in milliseconds. Defaults to `500`. */
  stopMs?: number;
  /** How long a gateway waits for a stopped receiver, in milliseconds. Defaults to `60`. */
  gatewayTimeoutMs?: number;
  /** Called with the changes that were in progress when a receiver was interrupted, or whose handler had a fault. */
  onFaulted?: (keys: Iterable<string>) => void;
}

export type Fleet = ReturnType<typeof createFleet>;

/**
 * Receiver processes behind a round-robin balancer. One that exits is replaced, as a supervisor would do. An unexpected exit
 * is recorded as a crash.
 */
export function createFleet({
  size,
  program = "receiver",
  settings,
  settingsOf = () => ({}),
  safeSettings = {},
  hasSafe = false,
  stopMs = 500,
  gatewayTimeoutMs = 60,
  onFaulted = () => undefined,
}: FleetOptions) {
  const members = new Set<Member>();
  const resuming = new Set<Promise<void>>();
  const crashes: string[] = [];
  /** Interruptions that receivers reported, by step. */
  const interruptions: Record<string, number> = {};
  /** Handler faults that receivers reported, by variant. */
  const handlerFaults: Record<string, number> = {};
  const counts: Record<string, number> = {};
  let turn = 0;
  let starts = 0;
  let lastStderr = "";
  let isClosing = false;

  function start(slot: number) {
    const isSafe = isSafeSlot(slot);
    const own = {
      ...settings,
      ...settingsOf(starts, slot),
      ...(isSafe ? safeSettings : {}),
      isSafe,
    };
    starts += 1;
    const member = startReceiver(
      { slot, settings: own, program },
      {
        onReport: record,
        onExit(exited) {
          members.delete(exited);
          if (!isClosing && crashes.length < mostCrashes) start(slot);
        },
        onClose: checkExit,
      },
    );
    members.add(member);
  }

  const isSafeSlot = (slot: number) => hasSafe && slot === 0;

  /** Runs after every report has been read, because the last one may announce the exit. */
  function checkExit(member: Member, { code, signal, stderr }: ReceiverEnd) {
    if (isClosing) return;
    if (code === 0 ? member.expectedSignal === "SIGTERM" : signal === member.expectedSignal) {
      if (signal !== null) onFaulted(member.inProgress.keys());
      return;
    }
    lastStderr = stderr;
    crashes.push(`a receiver exited unexpectedly (${signal ?? `exit code ${code}`}): ${stderr}`);
  }

  function record(member: Member, report: Report) {
    if (report.kind === "handler-fault") {
      handlerFaults[report.fault] = (handlerFaults[report.fault] ?? 0) + 1;
      onFaulted([report.key]);
    } else if (report.kind === "count") {
      counts[report.name] = (counts[report.name] ?? 0) + 1;
    } else {
      interruptions[report.step] = (interruptions[report.step] ?? 0) + 1;
      member.expectedSignal = report.signal;
      onFaulted(report.keys);
      if (report.signal === "SIGSTOP") resumeLater(member);
    }
  }

  /** Lets the gateways time out, and continues the receiver later. */
  function resumeLater(member: Member) {
    member.isStopped = true;
    const requests = [...member.requests];
    const timeOut = async () => {
      await pause(gatewayTimeoutMs);
      for (const request of requests) request.destroy(new Error("The gateway timed out."));
    };
    const resumed = Promise.all([timeOut(), pause(stopMs)]).then(() => {
      member.isStopped = false;
      member.expectedSignal = undefined;
      resuming.delete(resumed);
      member.child.kill("SIGCONT");
    });
    resuming.add(resumed);
  }

  for (let slot = 0; slot < size; slot += 1) start(slot);

  const reachable = () => [...members].filter(({ url, isStopped }) => url !== "" && !isStopped);
  const isBroken = () => crashes.length >= mostCrashes;
  const throwIfBroken = () => {
    if (isBroken()) throw new Error(`Receivers keep crashing: ${lastStderr}`);
  };

  return {
    crashes,
    interruptions,
    handlerFaults,
    counts,
    /** Whether so many receivers crashed that no more are started. */
    isBroken,
    interruptionCount: () => Object.values(interruptions).reduce((sum, count) => sum + count, 0),
    isSafe: ({ slot }: Pick<Member, "slot">) => isSafeSlot(slot),
    /** Returns the next reachable receiver. Waits when none is; `safe` asks for the safe one or for any other. */
    async pick({ safe }: { safe?: boolean } = {}): Promise<Member> {
      for (let waits = 0; waits < 6000; waits += 1) {
        let candidates = reachable();
        if (hasSafe && safe !== undefined) {
          candidates = candidates.filter(({ slot }) => isSafeSlot(slot) === safe);
        }
        turn += 1;
        const member = candidates[turn % Math.max(1, candidates.length)];
        if (member !== undefined) return member;
        throwIfBroken();
        await pause(5);
      }
      throw new Error("No receiver was reachable for 30 seconds.");
    },
    /** Resolves when every receiver is up. */
    async ready() {
      for (let waits = 0; waits < 12_000 && reachable().length < size; waits += 1) {
        throwIfBroken();
        await pause(10);
      }
      if (reachable().length < size) throw new Error(`Receivers do not start: ${lastStderr}`);
    },
    /** Sends SIGTERM to the busiest receiver. Returns false when not every receiver is up. */
    restartOne(): boolean {
      const candidates = reachable().filter(({ expectedSignal }) => expectedSignal === undefined);
      if (candidates.length < size) return false;
      const [member] = candidates.toSorted(
        (one, other) => other.inProgress.size - one.inProgress.size,
      );
      if (member === undefined) return false;
      onFaulted(member.inProgress.keys());
      member.expectedSignal = "SIGTERM";
      // It stays in rotation until it refuses a connection, as with balancers that have no health check.
      member.child.kill("SIGTERM");
      return true;
    },
    /** Takes a receiver out of rotation. */
    remove(member: Pick<Member, "url">) {
      member.url = "";
    },
    /** Sends a message to every process. */
    send(message: object) {
      for (const { child } of members) if (child.connected) child.send(message);
    },
    /** Kills the process with this id, which has reported that it will be killed. */
    kill(pid: number) {
      for (const { child } of members) if (child.pid === pid) child.kill("SIGKILL");
    },
    /** The keys of the changes in progress. */
    inProgress: () => [...members].flatMap((member) => [...member.inProgress.keys()]),
    /** Resolves when every stopped receiver runs again. */
    resumed: () => Promise.all(resuming),
    /** Resolves when no receiver is still processing a delivery whose gateway has timed out. */
    async idle() {
      for (const { url, agent } of reachable()) {
        // A receiver that is exiting has nothing in progress either.
        await post(new URL("/idle", url), { body: "", agent }).catch(() => undefined);
      }
    },
    async close() {
      isClosing = true;
      const exits = [...members].flatMap(({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return [];
        const exited = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGCONT");
        child.kill("SIGKILL");
        return [exited];
      });
      await Promise.all(exits);
    },
  };
}
