import type { Advice } from "./check.js";

// What to change after a response that a layer in front of the webhook usually writes.

const exempt = "Exempt the webhook's path from it: the signature protects the route instead.";

/** The site has this page at another address. The gateway only uses the address in its portal. */
export function redirectAdvice(from: URL, target: string): Advice {
  const to = new URL(target);
  const register = `Set the webhook URL in the portal to ${target}, or respond to ${from.pathname} without a redirect. The gateway does not follow redirects.`;
  const place = to.host === from.host ? to.pathname : `${to.hostname}${to.pathname}`;
  if (/\b(log-?in|sign-?in|auth|sso)\b/i.test(place)) {
    return {
      change: `The redirect to ${target} is that of an authentication, and the gateway cannot log in. ${exempt}`,
    };
  }
  if (to.origin === from.origin && to.pathname === from.pathname) {
    return {
      change:
        `The endpoint redirects to its own address, ${target}. Behind a proxy that ends TLS, the app often takes HTTPS for ` +
        "HTTP: let it trust the proxy's X-Forwarded-Proto header.",
      hints: {
        Express: 'app.set("trust proxy", 1)',
        Koa: "app.proxy = true",
        Fastify: "trustProxy: true",
      },
    };
  }
  if (
    to.origin === from.origin &&
    to.pathname.replace(/\/$/, "") === from.pathname.replace(/\/$/, "")
  ) {
    return {
      change: `The paths only differ in the slash at the end. ${register}`,
      hints: {
        Express:
          "express.static() and a proxy in front redirect to a slash; routes do not, without strict routing",
        Fastify: "routerOptions: { ignoreTrailingSlash: true }",
      },
    };
  }
  const isSamePlace = to.hostname === from.hostname && to.pathname === from.pathname;
  if (to.protocol === "https:" && from.protocol === "http:" && isSamePlace) {
    return { change: `The server redirects HTTP to HTTPS. ${register}` };
  }
  return { change: `The server redirects. ${register}` };
}

/** The response asks for credentials, which the gateway does not have. */
export function loginAdvice(scheme: string): Advice {
  return {
    change: `The response asks for ${scheme} authentication, and the gateway sends no credentials. ${exempt}`,
    hints: {
      Express: "mount the webhook before the authentication middleware",
      Koa: "mount the webhook before the authentication middleware",
      Nest: "mark the route as public in your global guard",
      Fastify: "register the webhook outside the plugin that adds the authentication hook",
    },
  };
}

/** A CSRF token comes from a page of the site. The gateway has none. */
export const csrfAdvice: Advice = {
  change: `CSRF protection rejects the request, because the gateway has no token. ${exempt}`,
  hints: {
    Express: "mount the webhook before the CSRF middleware",
    Koa: "mount the webhook before the CSRF middleware",
    Nest: "exclude the route from the CSRF middleware: consumer.apply(…).exclude(path)",
    Fastify: "do not add app.csrfProtection to the route or its plugin",
  },
};

/** The network in front of the server takes the delivery for an attack. */
export function firewallAdvice(name: string): Advice {
  return {
    change:
      `The firewall of ${name} blocks the request before it reaches your server. Add a rule that allows POST to the webhook's ` +
      "path, without bot protection or a challenge.",
  };
}

/** A 403 without a sign of its author. */
export const forbiddenAdvice: Advice = {
  change:
    "Find out what responds with 403. If it is a guard in front of the webhook (authentication, CSRF protection, an IP " +
    "allowlist, a firewall), exempt the webhook's path from it. If it is your signature check, verify the raw bytes with the " +
    "portal's signature password.",
  hints: csrfAdvice.hints ?? {},
};

/** Nothing is mounted at the path. */
export function notFoundAdvice({ pathname }: URL): Advice {
  return {
    change: `No POST route is at ${pathname}. Compare the path with your routes, with prefixes that are missing or added twice.`,
    hints: {
      Express:
        'in a router that is mounted at a path, the route is relative to it: app.use("/webhooks", router), router.post("/numipay", …)',
      Koa: "the prefix of the router is part of the path",
      Nest: "setGlobalPrefix() and the controller's path are part of the path; exclude the route from the prefix",
      Fastify: "the prefix of register() is part of the path",
    },
  };
}

/** The path exists, but not for the gateway's method. */
export function methodAdvice({ pathname }: URL): Advice {
  return {
    change: `${pathname} does not accept POST, the only method of the gateway. Add a POST route, or compare the path.`,
    hints: {
      Express: "app.post(path, …), not app.get or a static file",
      Koa: "router.post(path, …)",
      Nest: "@Post()",
      Fastify: "app.post(path, …)",
    },
  };
}

/** The request has a `Content-Length`, so a layer in between removes it. */
export const lengthAdvice: Advice = {
  change:
    "A proxy in front of your server removes the Content-Length header or sends the body in chunks, and the next server rejects " +
    "that. Let the proxy buffer request bodies.",
};

/** A delivery has about 230 bytes. */
export const sizeAdvice: Advice = {
  change:
    "A body of about 230 bytes exceeds a size limit. Raise the limit of the body parser, and of the proxy in front, to 100 kB.",
  hints: {
    Express: 'express.raw({ type: "*/*", limit: "100kb" })',
    Nest: 'app.useBodyParser("raw", { limit: "100kb" })',
    Fastify: "bodyLimit: 102400",
  },
};

/** No parser for `application/json`. */
export const typeAdvice: Advice = {
  change:
    "The route does not accept the content type application/json. Accept it, and keep the raw bytes.",
  hints: {
    Express: 'express.raw({ type: "*/*" }) on the webhook\'s path',
    Nest: "NestFactory.create(AppModule, { rawBody: true })",
    Fastify:
      'addContentTypeParser("application/json", { parseAs: "buffer" }, …) in the plugin of that route',
  },
};

/** Retries and busy days come in bursts. */
export const rateAdvice: Advice = {
  change:
    "A rate limit rejects the delivery. Exempt the webhook's path from it: after an outage, the gateway sends all deliveries that " +
    "failed, from few addresses.",
};

/** The port only accepts HTTPS. */
export function tlsAdvice({ host, pathname }: URL): Advice {
  return { change: `The port requires HTTPS. Test https://${host}${pathname}.` };
}

/** The website, not the webhook. */
export function pageAdvice({ pathname }: URL): Advice {
  return {
    change:
      `The response is an HTML page, so ${pathname} probably leads to your website (the fallback of a single-page app, or a login ` +
      "page) and not to the webhook. The gateway takes its 2xx for an acknowledgement. Compare the path, and mount the webhook " +
      "before the fallback.",
    hints: {
      Express: 'app.post(webhookPath, …) before express.static() and app.get("*", …)',
      Koa: "mount the webhook before koa-static and its fallback",
      Nest: "exclude the path from ServeStaticModule",
      Fastify: "register the webhook before the setNotFoundHandler of the app's page",
    },
  };
}

/** A proxy has no working server behind it. */
export function gatewayAdvice(status: number): Advice {
  return {
    change: `A ${status} usually comes from a proxy in front of your server that cannot reach it, or that timed out. Start the server, and compare the proxy's address and timeout.`,
  };
}

/** It fails for a forged delivery as well. */
export const failureAdvice: Advice = {
  change:
    "The server fails before it checks the signature: a forged delivery gets the same response. Its log has the reason. Often " +
    "the signature password is not set there, or the body was already parsed.",
};

/** The signature was verified: a forged delivery gets another response. */
export const handlerAdvice: Advice = {
  change:
    "The signature verifies, and then your handler rejects the delivery or fails. Its log has the reason. If it does not know " +
    "the order, create orders with --order-command, or pass the --tracking-id of existing ones. If the webhook has confirm, test " +
    "it without: the gateway does not have these payments.",
};

/** The connection is open, and nothing comes. */
export const silenceAdvice: Advice = {
  change:
    "The endpoint accepts the request and never responds. Respond on every path of your code. If a body parser has already read " +
    'the request, its "end" event does not come again: use the parsed body, or mount the webhook before the parser.',
  hints: {
    Express: "each path ends with response.sendStatus() or next(error)",
    Koa: "await next() in every middleware before the webhook",
    Nest: "a handler with @Res() must respond itself",
    Fastify: "return or await reply in an async handler",
  },
};

/** The server closes the connection. */
export const closedAdvice: Advice = {
  change:
    "The server closes the connection without a response. Its log has the reason: usually a crash, or a proxy without a server " +
    "behind it. If the port uses TLS, test the https:// URL.",
};
