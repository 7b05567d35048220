// @ts-check
import { once } from "node:events";
import { createServer } from "node:http";
import { text } from "node:stream/consumers";
import { memoryInbox } from "@numipay/core";
import { loadContract } from "@numipay/core/protocol";

/**
 * The battery's end of `remote/worker.js`: answers its calls with the battery's own handlers and inbox.
 *
 * @typedef {Parameters<import("@numipay/testing").AdapterUnderTest["serve"]>[0]} ServeOptions
 * @typedef {{ handlers: { pattern: string, handler: Function }[], options: ServeOptions }} Stage
 */

/**
 * @param {string} origin of the server under test
 * @returns {Promise<{ adapter: import("@numipay/testing").AdapterUnderTest, close: () => void }>}
 */
export async function createRemoteAdapter(origin) {
  /** @type {Map<string, Stage>} */
  const stages = new Map();
  const answerCall = async (incoming, outgoing) => {
    const { id, method, args } = JSON.parse(await text(incoming));
    outgoing.end(JSON.stringify(await answer(stages.get(id), method, args)));
  };
  const server = createServer((incoming, outgoing) => void answerCall(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const callUrl = `http://127.0.0.1:${port}`;
  let count = 0;
  return {
    close() {
      server.close();
      server.closeAllConnections();
    },
    adapter: {
      async serve(options, register) {
        count += 1;
        const id = `stage-${count}`;
        /** @type {Stage} */
        const stage = { handlers: [], options };
        stages.set(id, stage);
        register(toRegistry(stage));
        const { signaturePassword, strict, contract, inbox, confirm } = options;
        const has = { hasInbox: inbox !== undefined, hasConfirm: confirm !== undefined };
        const request = { id, signaturePassword, strict, contract, ...has, callUrl };
        const body = JSON.stringify(request);
        const { status } = await fetch(`${origin}/stages`, { method: "POST", body });
        if (status !== 200) throw new Error(`The server cannot open a stage: ${status}`);
        return { url: `${origin}/${id}`, close: async () => void stages.delete(id) };
      },
    },
  };
}

/** @returns {Promise<never>} */
const notHere = () =>
  Promise.reject(new Error("The server under test has it, in another process."));

/** @param {Stage} stage */
function toRegistry({ handlers, options }) {
  /** @type {import("@numipay/core").EventRegistry} */
  const registry = {
    inbox: options.inbox ?? memoryInbox(),
    contract: loadContract(options.contract),
    unreadable: { list: notHere, replay: notHere },
    on(pattern, handler) {
      handlers.push({ pattern, handler });
      return registry;
    },
    off(pattern, handler) {
      const at = handlers.findIndex((one) => one.pattern === pattern && one.handler === handler);
      if (at !== -1) handlers.splice(at, 1);
      return registry;
    },
    once() {
      throw new Error("The battery adds no handler for one event.");
    },
    apply: notHere,
  };
  return registry;
}

/**
 * @param {Stage | undefined} stage
 * @param {string} method
 * @param {any[]} args
 */
async function answer(stage, method, args) {
  try {
    if (stage === undefined) throw new Error("The battery is through with this stage.");
    return { value: await perform(stage, method, args) };
  } catch (error) {
    return { error: String(error) };
  }
}

/** @type {(stage: Stage, method: string, args: any[]) => Promise<unknown>} */
async function perform({ handlers, options }, method, args) {
  if (method === "outcome") {
    const [{ errors, ...report }] = args;
    return options.onOutcome?.(errors ? { ...report, error: new AggregateError(errors) } : report);
  }
  if (method === "event") {
    const [event, context] = args;
    for (const { pattern, handler } of handlers) {
      // The battery knows two kinds of pattern.
      if (pattern === "*" || pattern === context.type) await handler(event, context);
    }
    return undefined;
  }
  if (method === "confirm") return options.confirm?.(args[0]);
  return options.inbox?.[/** @type {"claim"} */ (method)](.../** @type {[any]} */ (args));
}
