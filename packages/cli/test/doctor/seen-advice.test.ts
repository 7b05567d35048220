import { numipayWebhook } from "@numipay/core";
import { createSandbox } from "@numipay/sandbox";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { runDoctor } from "../../src/doctor/run-doctor.js";
import { signaturePassword } from "../broken-receivers/serve-receiver.js";
import { runNumipay } from "../run-numipay.js";
import { serve, serveText } from "../serve.js";
import { post, startForward } from "../start-forward.js";

const wait = async () => undefined;

/** Reads the whole request, so that a large body does not end the connection, and responds. */
const responding =
  (status: number, headers: Record<string, string> = {}, body = ""): RequestListener =>
  (request, response) => {
    request.resume().on("end", () => response.writeHead(status, headers).end(body));
  };

/** The result of the check of a genuine delivery, and the verdicts of the others. */
async function examine(listener: RequestListener, path = "/hook") {
  const url = new URL(`${await serve(listener)}${path}`);
  const { checks } = await runDoctor({ url, signaturePassword, wait, timeoutMs: 2_000 });
  const genuine = checks.find(({ id }) => id === "genuine");
  return { genuine, others: checks.filter((check) => check !== genuine) };
}

const page = "<!DOCTYPE html><title>Shop</title>";

describe("the advice after a response to every delivery", () => {
  it.each<[string, RequestListener, RegExp]>([
    [
      "a redirect to a slash",
      (request, response) => responding(308, { location: `${request.url}/` })(request, response),
      /only differ in the slash at the end\. Set the webhook URL .* to http:\/\/127\.0\.0\.1:\d+\/hook\//,
    ],
    [
      "a redirect to HTTPS",
      (request, response) =>
        responding(301, { location: `https://${request.headers.host}${request.url}` })(
          request,
          response,
        ),
      /redirects HTTP to HTTPS\. Set the webhook URL in the portal to https:/,
    ],
    [
      "a redirect to another host",
      responding(302, { location: "https://www.shop.example/hook?token=secret" }),
      /Set the webhook URL in the portal to https:\/\/www\.shop\.example\/hook, or/,
    ],
    ["a redirect to a login", responding(303, { location: "/login" }), /that of an authentication/],
    [
      "a redirect to a login on another host",
      responding(302, { location: "https://login.example/" }),
      /that of an authentication/,
    ],
    [
      "a redirect to another page over HTTPS",
      responding(302, { location: "https://www.shop.example/start" }),
      /^The server redirects\. Set the webhook URL/,
    ],
    [
      "a redirect to itself",
      (request, response) => responding(307, { location: request.url ?? "" })(request, response),
      /trust the proxy's X-Forwarded-Proto/,
    ],
    [
      "Basic authentication",
      responding(401, { "www-authenticate": 'Basic realm="staging"' }),
      /asks for Basic authentication/,
    ],
    ["a CSRF page", responding(403, {}, "<h1>CSRF token missing</h1>"), /^CSRF protection rejects/],
    ["a CSRF error", responding(403, {}, "ForbiddenError: invalid csrf token"), /^CSRF protection/],
    ["a 419", responding(419, {}, "Page Expired"), /^CSRF protection rejects/],
    [
      "a firewall",
      responding(403, { server: "cloudflare", "cf-mitigated": "challenge" }, page),
      /^The firewall of Cloudflare blocks/,
    ],
    ["another 403", responding(403), /^Find out what responds with 403/],
    ["a 404", responding(404, {}, "Cannot POST /hook"), /^No POST route is at \/hook/],
    ["a 405", responding(405), /^\/hook does not accept POST/],
    ["a 411", responding(411), /removes the Content-Length header/],
    ["a 413", responding(413), /exceeds a size limit/],
    ["a 415", responding(415), /does not accept the content type application\/json/],
    ["a 429", responding(429), /^A rate limit rejects/],
    ["a 500", responding(500, {}, "<html>stack</html>"), /^The server fails before it checks/],
    ["a 502", responding(502, {}, page), /^A 502 usually comes from a proxy/],
    [
      "a page",
      responding(200, {}, page),
      /^The response is an HTML page, so \/hook probably leads/,
    ],
    [
      "HTTP on an HTTPS port",
      responding(400, {}, "The plain HTTP request was sent to HTTPS port"),
      /^The port requires HTTPS\. Test https:\/\/127/,
    ],
    [
      "a closed connection",
      (request) => request.socket.destroy(),
      /^The server closes the connect/,
    ],
  ])("%s", async (_, listener, change) => {
    const { genuine, others } = await examine(listener);
    expect(genuine).toMatchObject({
      verdict: "failed",
      advice: { change: expect.stringMatching(change) },
    });
    expect(others.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(JSON.stringify(genuine)).not.toContain("secret");
  });

  it("a timeout", async () => {
    const url = new URL(await serve(() => undefined));
    const { checks } = await runDoctor({ url, signaturePassword, wait, timeoutMs: 100 });
    expect(checks[0]?.advice.change).toMatch(
      /^The endpoint accepts the request and never responds/,
    );
  });
});

describe("the advice after responses of a layer that lets some deliveries through", () => {
  it.each<[string, number, Record<string, string>, RegExp]>([
    ["a rate limit", 429, {}, /^A rate limit rejects/],
    ["a firewall", 403, { "cf-mitigated": "challenge" }, /^The firewall of Cloudflare blocks/],
  ])("is that of %s", async (_, status, headers, change) => {
    const webhook = numipayWebhook({ signaturePassword, onOutcome: () => undefined });
    let requests = 0;
    const respond = async (request: IncomingMessage, response: ServerResponse) => {
      const body = Buffer.concat(await request.toArray());
      const isPassed = ++requests <= 3;
      const { status: passed } = await webhook.fetch(
        new Request("http://shop.test/hook", {
          method: "POST",
          headers: { "x-signature": String(request.headers["x-signature"]) },
          body,
        }),
      );
      if (isPassed) response.writeHead(passed).end();
      else response.writeHead(status, headers).end();
    };
    const { genuine, others } = await examine(
      (request, response) => void respond(request, response),
    );
    expect(genuine).toMatchObject({ verdict: "passed" });
    const failed = others.filter(({ verdict }) => verdict === "failed");
    expect(failed.map(({ id }) => id)).toContain("duplicates-sequential");
    for (const { advice } of failed) expect(advice.change).toMatch(change);
  });
});

describe("the advice after a response to genuine deliveries only", () => {
  const isForged = (signature: unknown) => /^0+$/.test(String(signature));

  it.each([404, 500])("%i is about the handler", async (status) => {
    const { genuine } = await examine((request, response) =>
      responding(isForged(request.headers["x-signature"]) ? 401 : status)(request, response),
    );
    expect(genuine?.observed).toContain("a forged one gets 401, so the signature verifies");
    expect(genuine?.advice.change).toMatch(/^The signature verifies, and then your handler/);
  });

  it("a page is accepted", async () => {
    const { genuine } = await examine((request, response) =>
      isForged(request.headers["x-signature"])
        ? responding(401)(request, response)
        : responding(200, {}, page)(request, response),
    );
    expect(genuine).toMatchObject({ verdict: "passed" });
  });
});

describe("an endpoint that cannot be reached", () => {
  const doctor = (url: string) =>
    runNumipay(["doctor", url], { env: { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword } });

  it("explains an untrusted certificate", async () => {
    const sandbox = await createSandbox();
    onTestFinished(() => sandbox.close());
    const url = `${(await sandbox.listen({ tls: true })).url}/hook`;
    const { exitCode, stderr } = await doctor(url);
    expect(exitCode).toBe(3);
    expect(stderr).toContain("(UNABLE_TO_VERIFY_LEAF_SIGNATURE)");
    expect(stderr).toContain("Node does not trust the server's certificate.");
    expect(stderr).toContain("set NODE_EXTRA_CA_CERTS");
    const forward = await startForward(url);
    expect(await post(forward.url, [], "{}")).toMatchObject({
      status: 502,
      body: expect.stringContaining("set NODE_EXTRA_CA_CERTS"),
    });
    const trigger = await runNumipay(["trigger", "deposit.successful", "--to", url], {
      env: { NUMIPAY_SIGNATURE_PASSWORD: signaturePassword },
    });
    expect(trigger).toMatchObject({
      exitCode: 3,
      stdout: expect.stringContaining("set NODE_EXTRA_CA_CERTS"),
    });
  });

  it("explains HTTPS on a plain port", async () => {
    const plain = await serveText("HTTP/1.1 400 Bad Request\r\n\r\n");
    const { exitCode, stderr } = await doctor(plain.replace("http:", "https:"));
    expect({ exitCode, stderr }).toEqual({
      exitCode: 3,
      stderr: expect.stringContaining("the URL must start with http://."),
    });
  });
});
