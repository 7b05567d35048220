// Plays the parties that npm asks for provenance: GitHub, which proves the job's identity, and Sigstore's certificate
// authority (Fulcio) and log (Rekor). npm reaches Sigstore by its real names through a proxy, which leads here.
// It shows that npm signs and what it states; it does not show that the real parties would accept it.
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { connect } from "node:net";
import { join } from "node:path";
import { runProgram } from "../run-program.mjs";
import { close, listen, readJson } from "./loopback-server.mjs";

const hosts = ["fulcio.sigstore.dev", "rekor.sigstore.dev"];

/**
 * @param {string} folder for the certificate
 * @returns {Promise<{ env: Record<string, string>, statements: Record<string, any>[], close(): Promise<void> }>} `env`: for
 * npm; `statements`: what npm has signed
 */
export async function serveSigstore(folder) {
  const { key, cert, certPath } = await createCertificate(folder);
  const statements = [];
  const sigstore = createTlsServer({ key, cert }, (request, response) => {
    void readJson(request).then((body) => {
      const isLog = request.headers.host === hosts[1];
      if (isLog) statements.push(readStatement(body));
      const reply = isLog
        ? toLogEntry(body, statements.length)
        : { signedCertificateEmbeddedSct: { chain: { certificates: [cert] } } };
      response.writeHead(201, { "content-type": "application/json" }).end(JSON.stringify(reply));
    });
  });
  const sigstorePort = await listen(sigstore);

  const github = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? "/", "http://127.0.0.1");
    const isAllowed = request.headers.authorization === "Bearer rehearsal";
    response
      .writeHead(isAllowed ? 200 : 401, { "content-type": "application/json" })
      .end(
        JSON.stringify({ value: isAllowed ? toToken(searchParams.get("audience")) : undefined }),
      );
  });
  github.on("connect", (request, socket) => {
    const isSigstore = hosts.some((host) => request.url === `${host}:443`);
    if (!isSigstore) return socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    const tunnel = connect(sigstorePort, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 OK\r\n\r\n");
      tunnel.pipe(socket).pipe(tunnel);
    });
    for (const one of [socket, tunnel]) one.on("error", () => one.destroy());
  });
  const address = `http://127.0.0.1:${await listen(github)}`;

  return {
    statements,
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${address}/token?job=publish`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: "rehearsal",
      NODE_EXTRA_CA_CERTS: certPath,
      HTTPS_PROXY: address,
      https_proxy: address,
      NO_PROXY: "127.0.0.1",
      no_proxy: "127.0.0.1",
    },
    close: async () => {
      await close(github);
      await close(sigstore);
    },
  };
}

async function createCertificate(folder) {
  const keyPath = join(folder, "sigstore.key");
  const certPath = join(folder, "sigstore.crt");
  const names = hosts.map((host) => `DNS:${host}`).join(",");
  const curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const subject = ["-subj", "/CN=rehearsal", "-addext", `subjectAltName=${names}`, "-days", "2"];
  const files = ["-keyout", keyPath, "-out", certPath];
  const { code, output } = await runProgram("openssl", [
    "req",
    "-x509",
    ...curve,
    ...subject,
    ...files,
  ]);
  if (code !== 0) throw new Error(`openssl created no certificate.\n${output}`);
  return { certPath, key: readFileSync(keyPath), cert: readFileSync(certPath, "utf8") };
}

/** An unsigned token: npm only reads the subject, which it signs to get a certificate. */
function toToken(audience) {
  const subject = "repo:numipay/numipay-node:environment:npm";
  const issuer = "https://token.actions.githubusercontent.com";
  const parts = [{ alg: "none" }, { iss: issuer, sub: subject, aud: audience }, {}];
  return parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".");
}

/** npm 10 sends an entry of the kind `intoto`, whose payload is encoded twice; npm 11 sends `dsse`. */
function readStatement({ kind, spec }) {
  const decode = (text) => Buffer.from(text, "base64").toString();
  const payload =
    kind === "intoto"
      ? decode(spec.content.envelope.payload)
      : JSON.parse(spec.proposedContent.envelope).payload;
  return JSON.parse(decode(payload));
}

function toLogEntry(entry, logIndex) {
  const proof = {
    logIndex,
    treeSize: logIndex + 1,
    rootHash: "00",
    hashes: [],
    checkpoint: "rehearsal",
  };
  return {
    [randomBytes(32).toString("hex")]: {
      body: Buffer.from(JSON.stringify(entry)).toString("base64"),
      integratedTime: Math.floor(Date.now() / 1000),
      logID: randomBytes(32).toString("hex"),
      logIndex,
      verification: { signedEntryTimestamp: "AAAA", inclusionProof: proof },
    },
  };
}
