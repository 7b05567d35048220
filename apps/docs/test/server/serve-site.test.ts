import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { serveSite } from "../../src/server/serve-site.js";

/** Serves a small site until the test ends. Returns a function that gets the status and the text of a path. */
async function serve(base = "/") {
  const parent = mkdtempSync(join(tmpdir(), "numipay-site-"));
  const folder = join(parent, "site");
  mkdirSync(join(folder, "guides"), { recursive: true });
  writeFileSync(join(parent, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "home");
  writeFileSync(join(folder, "404.html"), "not found");
  writeFileSync(join(folder, "guides/hono.html"), "hono");
  const server = await serveSite(folder, 0, base);
  onTestFinished(() => {
    server.close();
    rmSync(parent, { recursive: true });
  });
  const { port, address } = server.address() as AddressInfo;
  const get = (path: string, headers = {}) =>
    new Promise<string>((resolve, reject) => {
      // Unlike fetch, it sends the path as it is.
      request({ host: "127.0.0.1", port, path, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve(`${response.statusCode} ${text}`));
      })
        .on("error", reject)
        .end();
    });
  return { get, address };
}

it("listens on loopback only", async () => {
  expect((await serve()).address).toBe("127.0.0.1");
});

it.each([
  ["/", "200 home"],
  ["/guides/hono", "200 hono"],
  ["/guides/hono?utm=1", "200 hono"],
  ["/guides", "404 not found"],
  ["/../secret.txt", "404 not found"],
  ["/..%2fsecret.txt", "404 not found"],
  ["/%zz", "404 not found"],
])("serves %s", async (path, response) => {
  expect(await (await serve()).get(path)).toBe(response);
});

it.each([
  ["/docs/guides/hono", "200 hono"],
  ["/docs/", "200 home"],
  ["/guides/hono", "404 not found"],
])("serves %s below a base", async (path, response) => {
  expect(await (await serve("/docs/")).get(path)).toBe(response);
});

it("compresses text for browsers that read it", async () => {
  const { get } = await serve();
  const plain = await get("/guides/hono");
  expect(await get("/guides/hono", { "accept-encoding": "br" })).toBe(plain);
  expect(await get("/guides/hono", { "accept-encoding": "br, gzip" })).not.toContain("hono");
});
