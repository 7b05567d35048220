import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ApiProblem } from "./api/api-problem.js";
import { createApi } from "./api/create-api.js";
import type { AppEnv, GatewayContext } from "./api/gateway-context.js";
import { createCashier } from "./cashier/create-cashier.js";
import { guardHost } from "./guard-host.js";

/** No request comes near this; a body without an end must not fill the memory. */
const longestBody = 64 * 1024;

/** Puts the gateway's API and the customer's pages behind one door. */
export function createApp(context: GatewayContext): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(guardHost());
  app.use(
    bodyLimit({
      maxSize: longestBody,
      onError: () => {
        throw new ApiProblem(413, `A body is ${longestBody} bytes at most`);
      },
    }),
  );
  app.route("/", createApi(context));
  app.route("/", createCashier(context));
  app.notFound((c) => c.json({ message: "The sandbox has no such path" }, 404));
  app.onError((error, c) => {
    if (error instanceof ApiProblem) return c.json(error.toJSON(), error.status);
    // A defect of the sandbox itself: a 5xx, as the documentation has it, with what is needed to mend it.
    return c.json({ message: `The sandbox failed: ${error.message}` }, 500);
  });
  return app;
}
