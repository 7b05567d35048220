import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { startHostileServer } from "../hostile-server.js";
import { createRandom } from "../random.js";
import { shrink, withoutEach } from "../shrink.js";
import { checkAnswer } from "./check-answer.js";
import { drawRequest, toWire } from "./draw-request.js";
import { harvest } from "./harvest.js";
import { sendRequest } from "./send-request.js";

const program = fileURLToPath(new URL("serve-sandbox.js", import.meta.url));
const mostProblems = 20;

/** Sends hostile requests to every route of a sandbox, in turn. */
export async function fuzzSandbox({
  seed,
  runs,
  onProgress = () => undefined,
}: {
  seed: string;
  runs: number;
  onProgress?: (done: number) => void;
}): Promise<{ runs: number; routes: number; problems: string[] }> {
  const receiver = await startHostileServer();
  const child = fork(program, [`${receiver.url}/echo`]);
  const problems = [];
  const state = { ended: false };
  child.on("exit", (code, signal) => {
    state.ended = true;
    if (code !== 0 || signal !== null)
      problems.push(`the sandbox's process ended with ${code ?? signal}`);
  });
  const [sandbox] = await once(child, "message");
  child.on("message", (message) => {
    const fault = (message as { fault?: string }).fault;
    if (fault !== undefined) problems.push(fault);
  });
  const { url, routes } = sandbox;
  const port = Number(new URL(url).port);
  const values = await harvest(sandbox);
  const calm = async () => {
    child.send("calm");
    await once(child, "message");
  };
  const problemOf = async (request) => {
    const halfClose = request.framing === "short" || request.framing === "cut";
    const found = checkAnswer(request, await sendRequest(toWire(request), { port, halfClose }));
    if (request.target.includes("chaos") && !state.ended) await calm();
    return found;
  };
  const seen = new Set();
  let done = 0;
  for (; done < runs && !state.ended && problems.length < mostProblems; done += 1) {
    const route = routes[done % routes.length];
    const random = createRandom(seed, "sandbox", done);
    const request = drawRequest(random, { ...sandbox, route, values });
    const problem = await problemOf(request);
    onProgress(done);
    const kind = `${route.method} ${route.path}: ${problem?.slice(0, 60)}`;
    if (problem === undefined || seen.has(kind)) continue;
    seen.add(kind);
    const small = await shrink(request, {
      simpler: simplerRequests,
      stillFails: async (candidate) => (await problemOf(candidate)) === problem,
    });
    problems.push(
      `${route.method} ${route.path}: ${problem}\n  run ${done}, request ${JSON.stringify(toWire(small).slice(0, 2000))}`,
    );
  }
  if (!state.ended) {
    const alive = await sendRequest(
      `GET /portal/clock HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
      { port },
    );
    if (alive.status !== 200) problems.push("the sandbox no longer serves its pages");
    const closed = once(child, "exit");
    child.disconnect();
    await closed;
  }
  await receiver.close();
  return { runs: done, routes: routes.length, problems };
}

function simplerRequests(request) {
  const [path = "", query] = request.target.split("?");
  return [
    ...(request.body === "" ? [] : [{ ...request, body: "" }]),
    ...(query === undefined ? [] : [{ ...request, target: path }]),
    ...(query === undefined
      ? []
      : withoutEach(query.split("&")).map((left) => ({
          ...request,
          target: `${path}?${left.join("&")}`,
        }))),
    ...withoutEach(request.headers)
      .filter((headers) => headers.includes("Connection: close"))
      .map((headers) => ({ ...request, headers })),
    ...(request.body.includes("&")
      ? withoutEach(request.body.split("&")).map((left) => ({ ...request, body: left.join("&") }))
      : []),
  ];
}
