// The build of adapter-node, and the development server.
import { createServer } from "node:http";
import { print } from "play";
import { serve } from "play/serve";
import { createServer as createViteServer } from "vite";
import { handler } from "./build/handler.js";

const routes = {
  health: "/health",
  consumed: "/consumed",
  client: "/shop/",
  suite: "/suite",
};
await serve("+server.js, adapter-node", () => createServer(handler), routes);

const vite = await createViteServer({
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  logLevel: "warn",
});
await serve("+server.js, vite dev", () => createServer(vite.middlewares), routes);

// As after an edit: the module runs again, and the process has two webhooks.
const reloaded = createServer((request, response) => {
  vite.environments.ssr.moduleGraph.invalidateAll();
  vite.middlewares(request, response);
});
await serve("+server.js, vite dev, reloaded each time", () => reloaded);
print({ ready: true });
