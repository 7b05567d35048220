// For apps whose servers are servers of Node.
import { once } from "node:events";
import { print } from "play";

/**
 * Starts one setup of an app and prints its addresses. Prints the error instead if the setup cannot be created.
 *
 * @param {string} setup its name in the table
 * @param {() => import("node:net").Server | Promise<import("node:net").Server>} create
 * @param {{ paths?: Record<string, string>, health?: string, consumed?: string, client?: string, suite?: string, parsed?: boolean, http2?: boolean }} [facts] see Setup in
 *   src/runtime-tests/setup.ts. `paths` are those of the webhook
 */
export async function serve(setup, create, facts = {}) {
  const { paths = { "": "/webhooks/numipay" }, health, consumed, client, suite, ...rest } = facts;
  let server;
  try {
    server = await create();
  } catch (error) {
    print({ setup, error: error.message });
    return;
  }
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const toUrl = (path) => path && `http://127.0.0.1:${server.address().port}${path}`;
  const webhooks = Object.fromEntries(
    Object.entries(paths).map(([name, path]) => [name, toUrl(path)]),
  );
  print({
    setup,
    webhooks,
    health: toUrl(health),
    consumed: toUrl(consumed),
    client: toUrl(client),
    suite: toUrl(suite),
    ...rest,
  });
}
