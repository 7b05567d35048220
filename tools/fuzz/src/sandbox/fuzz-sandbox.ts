import type { SandboxRoute } from "@numipay/sandbox";
import { type FuzzOptions, type FuzzResult, mostProblems } from "../fuzz-result.js";
import { createRandom } from "../random.js";
import { shrink, withoutEach } from "../shrink.js";
import { checkResponse } from "./check-response.js";
import { collectValues } from "./collect-values.js";
import { createRandomRequest } from "./random-request.js";
import { sendRequest } from "./send-request.js";
import { startSandbox } from "./start-sandbox.js";
import { isIncomplete, type RawRequest, toWire } from "./to-wire.js";

/** Sends hostile requests to every route of a sandbox in turn. */
export async function fuzzSandbox({ seed, runs }: FuzzOptions): Promise<FuzzResult> {
  const problems: string[] = [];
  const { served, port, hasEnded, disableChaos, close } = await startSandbox((problem) =>
    problems.push(problem),
  );
  const { routes } = served;
  const values = await collectValues(served);
  const findProblem = async (request: RawRequest) => {
    const halfClose = isIncomplete(request);
    const response = await sendRequest(toWire(request), { port, halfClose });
    if (request.target.includes("chaos") && !hasEnded()) await disableChaos();
    return checkResponse(request, response);
  };
  const seen = new Set<string>();
  let done = 0;
  for (; done < runs && !hasEnded() && problems.length < mostProblems; done += 1) {
    const route = routes[done % routes.length] as SandboxRoute;
    const random = createRandom(seed, "sandbox", done);
    const request = createRandomRequest(random, { ...served, route, values });
    const problem = await findProblem(request);
    if (problem === undefined) continue;
    const where = `${route.method} ${route.path}`;
    const kind = `${where}: ${problem.slice(0, 60)}`;
    if (seen.has(kind)) continue;
    seen.add(kind);
    const small = await shrink(request, {
      simplify: simplifyRequest,
      stillFails: async (candidate) => (await findProblem(candidate)) === problem,
    });
    const text = JSON.stringify(toWire(small).slice(0, 2000));
    problems.push(`${where}: ${problem}\n  run ${done}, request ${text}`);
  }
  if (!hasEnded()) {
    const page = `GET /portal/clock HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`;
    const { status } = await sendRequest(page, { port });
    if (status !== 200) problems.push("the sandbox no longer serves its pages");
  }
  await close();
  return { runs: done, scope: `${routes.length} routes`, covered: routes.length, problems };
}

function simplifyRequest(request: RawRequest): RawRequest[] {
  const [path = "", query] = request.target.split("?");
  const { body } = request;
  return [
    ...(body === "" ? [] : [{ ...request, body: "" }]),
    ...(query === undefined ? [] : [{ ...request, target: path }]),
    ...withoutEach(query?.split("&") ?? []).map((pairs) => ({
      ...request,
      target: `${path}?${pairs.join("&")}`,
    })),
    ...withoutEach(request.headers)
      .filter((headers) => headers.includes("Connection: close"))
      .map((headers) => ({ ...request, headers })),
    ...(body.includes("&")
      ? withoutEach(body.split("&")).map((pairs) => ({ ...request, body: pairs.join("&") }))
      : []),
  ];
}
