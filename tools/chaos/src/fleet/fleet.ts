import type { Readable } from "node:stream";
import type { ChildProcess } from "node:child_process";
import type { ClientRequest } from "node:http";
import { fork } from "node:child_process";
import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { post } from "../post.js";

const program = fileURLToPath(new URL("../receiver/main.js", import.meta.url));

/** How many receivers may end by themselves before no other is started. */
const mostFailures = 5;

/**
 * One receiver process. `underWay`: the changes of the deliveries that it has not answered. `requests`: the same as
 * requests, to let go of. `expected`: the signal that ends it, once somebody means it to.
 */
export interface Member {
  child: ChildProcess;
  slot: number;
  url: string;
  agent: Agent;
  underWay: Map<string, number>;
  requests: Set<ClientRequest>;
  isStopped: boolean;
  expected: string | undefined;
}

/**
 * Receiver processes behind a balancer that goes round. Who dies is replaced, as a supervisor would. Who dies though
 * nobody meant it to is a problem.
 *
 * @param options `stopMs`: how long a receiver that stopped itself stays so;
 * `patienceMs`: how long a gateway waits for it. `hasCalm`: the first receiver is kept out of harm's way, and
 * has `calmSettings` as well.
 * `onHit` hears of the changes that were under way where a receiver ended or stopped, or a handler did something wrong.
 */
export function createFleet({
  size,
  settings,
  calmSettings = {},
  stopMs = 500,
  patienceMs = 60,
  hasCalm = false,
  onHit = () => undefined,
}: {
  size: number;
  settings: object;
  calmSettings?: object;
  stopMs?: number;
  patienceMs?: number;
  hasCalm?: boolean;
  onHit?: (keys: Iterable<string>) => void;
}) {
  const members: Set<Member> = new Set();
  const wakes: Set<Promise<void>> = new Set();
  const problems: string[] = [];
  /** Signals that receivers left word of, by the step they were at. */
  const hits: Record<string, number> = {};
  /** What handlers did wrong, by name. */
  const plays: Record<string, number> = {};
  /** What else receivers counted. */
  const notes: Record<string, number> = {};
  let turn = 0;
  let lastWords = "";
  let isClosing = false;

  function start(slot: number) {
    const isCalm = hasCalm && slot === 0;
    const own = { ...settings, ...(isCalm ? calmSettings : {}), isCalm };
    const child = fork(program, [JSON.stringify(own)], {
      stdio: ["ignore", "ignore", "pipe", "ipc", "pipe"],
    });
    const member: Member = {
      child,
      slot,
      url: "",
      agent: new Agent({ keepAlive: true }),
      underWay: new Map(),
      requests: new Set(),
      isStopped: false,
      expected: undefined,
    };
    members.add(member);
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text) => (said = (said + text).slice(-2000)));
    const witness = child.stdio[4] as Readable;
    witness.on("error", () => undefined);
    createInterface({ input: witness }).on("line", (line) => hear(member, line));
    child.on("message", (message) => {
      const { port } = message as { port: number };
      member.url = `http://127.0.0.1:${port}/webhooks/numipay`;
    });
    child.on("error", (error) => (said = error.message));
    child.on("exit", () => {
      members.delete(member);
      member.agent.destroy();
      if (!isClosing && problems.length < mostFailures) start(slot);
    });
    // Not before all that it wrote was read: its last word says whether it was meant to end.
    child.on("close", (code, signal) => {
      if (isClosing) return;
      if (code === 0 ? member.expected === "SIGTERM" : signal === member.expected) {
        if (signal !== null) onHit(member.underWay.keys());
        return;
      }
      lastWords = said;
      problems.push(`a receiver ended by itself (${signal ?? `exit code ${code}`}): ${said}`);
    });
  }

  /** What a receiver wrote. */
  function hear(member, line) {
    const { fault, key, note, ...hit } = JSON.parse(line);
    if (fault !== undefined) {
      plays[fault] = (plays[fault] ?? 0) + 1;
      onHit([key]);
    } else if (note !== undefined) notes[note] = (notes[note] ?? 0) + 1;
    else hearOfHit(member, hit);
  }

  /** The moment before it gave itself a signal, or when it was asked to end. */
  function hearOfHit(member, { step, signal, keys }) {
    hits[step] = (hits[step] ?? 0) + 1;
    member.expected = signal;
    onHit(keys);
    if (signal !== "SIGSTOP") return;
    member.isStopped = true;
    const left = [...member.requests];
    const wake = Promise.all([
      pause(patienceMs).then(() => {
        for (const request of left) request.destroy(new Error("The gateway gave up waiting"));
      }),
      pause(stopMs),
    ]).then(() => {
      member.isStopped = false;
      member.expected = undefined;
      wakes.delete(wake);
      member.child.kill("SIGCONT");
    });
    wakes.add(wake);
  }

  for (let slot = 0; slot < size; slot += 1) start(slot);

  const isUp = ({ url, isStopped }) => url !== "" && !isStopped;
  const ready = () => [...members].filter(isUp);
  const mustStart = () => {
    if (problems.length < mostFailures) return;
    throw new Error(`No receiver starts, or none stays: ${lastWords}`);
  };

  return {
    problems,
    hits,
    plays,
    notes,
    /** Whether so many ended by themselves that no more are started. */
    isBroken: () => problems.length >= mostFailures,
    /** How many signals receivers left word of. */
    kills: () => Object.values(hits).reduce((sum, count) => sum + count, 0),
    isCalm: ({ slot }) => hasCalm && slot === 0,
    /**
     * The next receiver that can be reached; waits for one where all are down. Who may be harmed goes where harm is, and
     * who had enough of it goes to the calm one.
     */
    async pick({ calm }: { calm?: boolean } = {}) {
      for (let waits = 0; waits < 6000; waits += 1) {
        let able = ready();
        if (hasCalm && calm !== undefined) able = able.filter(({ slot }) => (slot === 0) === calm);
        turn += 1;
        const member = able[turn % Math.max(1, able.length)];
        if (member !== undefined) return member;
        mustStart();
        await pause(5);
      }
      throw new Error("No receiver was up for half a minute");
    },
    /** Resolves when all have started: trouble with the store begins after that. */
    async whole() {
      for (let waits = 0; waits < 12_000 && ready().length < size; waits += 1) {
        mustStart();
        await pause(10);
      }
      if (ready().length < size) throw new Error(`Receivers do not start: ${lastWords}`);
    },
    /** Ends the busiest receiver as a rolling deploy does. False: not all are up. */
    deploy() {
      const able = ready().filter(({ expected }) => expected === undefined);
      if (able.length < size) return false;
      const member = able.toSorted((one, other) => other.underWay.size - one.underWay.size)[0];
      if (member === undefined) return false;
      onHit(member.underWay.keys());
      member.expected = "SIGTERM";
      // It stays with the balancer until a connection is refused, as with balancers that learn by failing.
      member.child.kill("SIGTERM");
      return true;
    },
    /** Nobody listens there any more. */
    dropOut(member) {
      member.url = "";
    },
    /** The changes that receivers are at right now. */
    underWay: () => [...members].flatMap((member) => [...member.underWay.keys()]),
    /** Resolves when whoever was stopped runs again. */
    awake: () => Promise.all(wakes),
    /** Resolves when no receiver has a delivery before it that nobody waits for any more. */
    async idle() {
      for (const { url, agent } of ready()) {
        // Who goes just now has nothing before it either.
        await post(new URL("/idle", url), { body: "", agent }).catch(() => undefined);
      }
    },
    async close() {
      isClosing = true;
      const gone = [...members].flatMap(({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return [];
        const ended = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGCONT");
        child.kill("SIGKILL");
        return [ended];
      });
      await Promise.all(gone);
    },
  };
}
