import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createGzip } from "node:zlib";
import { extname, join, normalize, sep } from "node:path";
import { once } from "node:events";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/markdown; charset=utf-8",
};

/**
 * Serves a built site below `base` on 127.0.0.1, with the addresses and the compression of GitHub Pages: `/guides/hono` is
 * `guides/hono.html`.
 */
export async function serveSite(folder: string, port: number, base = "/"): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
    const isInside = pathname.startsWith(base);
    const found = isInside ? findFile(folder, pathname.slice(base.length - 1)) : undefined;
    const file = found ?? join(folder, "404.html");
    const isCompressed = !/\.(?:png|woff2)$/.test(file) && acceptsGzip(request);
    response.writeHead(found === undefined ? 404 : 200, {
      ...(isCompressed ? { "content-encoding": "gzip" } : {}),
      "content-type": types[extname(file)] ?? "application/octet-stream",
      // Names in this folder have a hash of their content.
      "cache-control": file.includes(`${sep}assets${sep}`)
        ? "public, max-age=31536000, immutable"
        : "no-cache",
    });
    const content = createReadStream(file);
    (isCompressed ? content.pipe(createGzip()) : content).pipe(response);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const acceptsGzip = ({ headers }: IncomingMessage): boolean =>
  /\bgzip\b/.test(headers["accept-encoding"]?.toString() ?? "");

/** Undefined if there is no such file, or if it is outside the folder. */
function findFile(folder: string, pathname: string): string | undefined {
  const path = normalize(join(folder, decodePath(pathname)));
  if (!`${path}${sep}`.startsWith(`${normalize(folder)}${sep}`)) return undefined;
  const isFile = (one: string) => existsSync(one) && statSync(one).isFile();
  return [path, `${path}.html`, join(path, "index.html")].find(isFile);
}

function decodePath(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
