// A registry on loopback: verdaccio, and before it a relay for the one thing that verdaccio cannot do. It refuses an upload with
// an attestation; npm keeps it and lists it in `dist.attestations`. The relay does that, and verifies nothing.
import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { toolFile } from "./fetch-tools.mjs";
import { close, listen } from "./loopback-server.mjs";

const startWithinMs = 60_000;

/**
 * @param {{ tools: string, folder: string }} options `tools`: of fetchTools; `folder`: for the storage
 * @returns {Promise<{ url: string, token: string, attested: Map<string, any>, close(): Promise<void> }>} `attested`: by
 * name@version, what was uploaded with the tarball
 */
export async function serveRegistry({ tools, folder }) {
  /** @type {Map<string, any>} */
  const attested = new Map();
  const relay = createServer((request, response) => {
    void pass(request, response, { port: verdaccio.port, attested }).catch((error) => {
      response.writeHead(502).end(JSON.stringify({ error: error.message }));
    });
  });
  const url = `http://127.0.0.1:${await listen(relay)}/`;
  const verdaccio = await startVerdaccio({ tools, folder, url });
  return {
    url,
    attested,
    token: await createUser(url),
    close: async () => {
      await close(relay);
      if (verdaccio.child.exitCode !== null) return;
      verdaccio.child.kill("SIGTERM");
      await once(verdaccio.child, "exit");
    },
  };
}

/** It has our packages alone and asks no other registry. */
async function startVerdaccio({ tools, folder, url }) {
  const port = await freePort();
  const config = {
    storage: join(folder, "storage"),
    auth: { htpasswd: { file: join(folder, "htpasswd"), max_users: 1 } },
    packages: { "@numipay/*": { access: "$all", publish: "$authenticated" } },
    web: { enable: false },
    max_body_size: "50mb",
    log: { type: "stdout", format: "json", level: "error" },
  };
  const path = join(folder, "verdaccio.yaml");
  // JSON is YAML.
  writeFileSync(path, JSON.stringify(config));
  const program = toolFile(tools, "verdaccio", "verdaccio");
  const child = fork(program, ["--config", path, "--listen", `127.0.0.1:${port}`], {
    stdio: ["ignore", "ignore", "ignore", "ipc"],
    cwd: folder,
    // The addresses of tarballs begin with it.
    env: { ...process.env, VERDACCIO_PUBLIC_URL: url },
  });
  process.once("exit", () => child.kill());
  const started = once(child, "message", { signal: AbortSignal.timeout(startWithinMs) });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`verdaccio ended with ${code} before it listened.`);
  });
  await Promise.race([started, ended]);
  ended.catch(() => undefined);
  return { child, port };
}

async function freePort() {
  const server = createServer();
  const port = await listen(server);
  await close(server);
  return port;
}

async function createUser(url) {
  const response = await fetch(new URL("-/user/org.couchdb.user:rehearsal", url), {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "rehearsal", password: "rehearsal-of-a-release" }),
  });
  if (!response.ok) throw new Error(`The registry created no user: ${await response.text()}`);
  return /** @type {{ token: string }} */ (await response.json()).token;
}

async function pass(request, response, { port, attested }) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = takeAttestations(request, Buffer.concat(chunks), attested);
  const { authorization, accept, "content-type": type } = request.headers;
  const sent = Object.entries({ authorization, accept, "content-type": type });
  const headers = Object.fromEntries(sent.filter(([, value]) => value !== undefined));
  const reply = await fetch(`http://127.0.0.1:${port}${request.url}`, {
    method: request.method,
    headers,
    ...(body.length > 0 ? { body } : {}),
  });
  const bytes = Buffer.from(await reply.arrayBuffer());
  const contentType = reply.headers.get("content-type") ?? "application/octet-stream";
  const isOurs = /^\/@numipay(?:\/|%2f)[^/]+$/i.test(request.url);
  response
    .writeHead(reply.status, { "content-type": contentType })
    .end(
      reply.ok && request.method === "GET" && isOurs ? withAttestations(bytes, attested) : bytes,
    );
}

function takeAttestations(request, body, attested) {
  if (request.method !== "PUT" || !body.includes('"_attachments"')) return body;
  const upload = JSON.parse(body.toString());
  for (const [name, { data }] of Object.entries(upload._attachments)) {
    if (!name.endsWith(".sigstore")) continue;
    attested.set(`${upload.name}@${Object.keys(upload.versions)[0]}`, JSON.parse(data));
    delete upload._attachments[name];
  }
  return Buffer.from(JSON.stringify(upload));
}

function withAttestations(bytes, attested) {
  const page = JSON.parse(bytes.toString());
  for (const [version, { dist }] of Object.entries(page.versions ?? {})) {
    if (!attested.has(`${page.name}@${version}`)) continue;
    const provenance = { predicateType: "https://slsa.dev/provenance/v1" };
    dist.attestations = { url: `${page.name}@${version}`, provenance };
  }
  return Buffer.from(JSON.stringify(page));
}
