import { fork } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("receiver/main.js", import.meta.url));

/**
 * Receiver processes behind a balancer that goes round. Who dies is replaced, as a supervisor would.
 *
 * @param {{ size: number, settings: object }} options
 */
export function createFleet({ size, settings }) {
  const members = new Set();
  let turn = 0;
  let failedStarts = 0;
  let lastWords = "";
  let isClosing = false;

  function start() {
    const child = fork(program, [JSON.stringify(settings)], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const member = { child, url: "", inFlight: 0, isStopped: false };
    members.add(member);
    child.stderr?.setEncoding("utf8").on("data", (text) => (lastWords = text.slice(-2000)));
    child.on("message", (message) => {
      const { port } = /** @type {{ port: number }} */ (message);
      member.url = `http://127.0.0.1:${port}/webhooks/numipay`;
    });
    child.on("error", (error) => (lastWords = error.message));
    child.on("exit", (code) => {
      members.delete(member);
      if (code !== null && code > 0) failedStarts += 1;
      if (!isClosing && failedStarts < 20) start();
    });
  }
  for (let count = 0; count < size; count += 1) start();

  const ready = () => [...members].filter(({ url, isStopped }) => url !== "" && !isStopped);

  return {
    /** The next receiver that can be reached; waits for one where all are down. */
    async pick() {
      for (let waits = 0; waits < 2000; waits += 1) {
        const able = ready();
        turn += 1;
        const member = able[turn % Math.max(1, able.length)];
        if (member !== undefined) return member;
        if (failedStarts >= 20) break;
        await pause(10);
      }
      throw new Error(`No receiver starts: ${lastWords}`);
    },
    /** Resolves when all have started: trouble with the store begins after that. */
    async whole() {
      for (let waits = 0; waits < 3000 && ready().length < size; waits += 1) {
        if (failedStarts >= 20) throw new Error(`No receiver starts: ${lastWords}`);
        await pause(10);
      }
    },
    /** Wakes a receiver that stopped itself. */
    wake(member) {
      member.isStopped = false;
      if (member.child.exitCode === null) member.child.kill("SIGCONT");
    },
    wakeAll() {
      for (const member of members) this.wake(member);
    },
    /** Ends the busiest receiver as a rolling deploy does, and says how many deliveries it was at. */
    deploy() {
      const able = ready();
      if (able.length < size) return 0;
      const member = able.toSorted((one, other) => other.inFlight - one.inFlight)[0];
      // It stays with the balancer until a connection is refused, as with balancers that learn by failing.
      member?.child.kill("SIGTERM");
      return member?.inFlight ?? 0;
    },
    /** Nobody listens there any more. */
    dropOut(member) {
      member.url = "";
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
