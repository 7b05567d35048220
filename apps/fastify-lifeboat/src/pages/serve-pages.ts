import type { FastifyInstance, FastifyReply } from "fastify";
import { page } from "./page.js";
import { style } from "./style.js";

const headers = {
  "content-security-policy": [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
};

const frontPage = page({
  title: "Donations service",
  content: `<h1>Skerry Lifeboat donations</h1>
      <p class="lead">
        This is the API behind the charity's website. Donors never come here: the website opens a
        donation and sends them to the cashier.
      </p>
      <h2>Open a donation</h2>
      <pre>POST /donations
content-type: application/json

{"amount": "25.00"}</pre>
      <p>The response has the donation's id and the cashier's address.</p>
      <h2>More addresses</h2>
      <dl>
        <div><dt>GET /donations/:id</dt><dd>The state of a donation</dd></div>
        <div><dt>/office/…</dt><dd>For the treasurer, with a token</dd></div>
        <div><dt>/webhooks/numipay</dt><dd>For the payment gateway</dd></div>
        <div><dt><a href="/health">/health</a></dt><dd>Whether webhooks can be recorded</dd></div>
      </dl>`,
});

const notFoundPage = page({
  title: "Page not found",
  content: `<h1>Page not found</h1>
      <p class="lead">Nothing but water here. Check the address, or go back to the start.</p>
      <p><a href="/">Back to the start</a></p>`,
});

/** What a browser meets at `/` and at an unknown address. Programs get JSON. */
export function servePages(app: FastifyInstance): void {
  app.get("/", (_request, reply) => sendPage(reply, frontPage));
  app.get("/style.css", (_request, reply) =>
    reply.headers(headers).type("text/css; charset=utf-8").send(style),
  );
  app.setNotFoundHandler((request, reply) => {
    reply.code(404);
    // Browsers name HTML. Programs that accept anything do not.
    if (request.headers.accept?.includes("text/html") === true) {
      return sendPage(reply, notFoundPage);
    }
    return reply.send({ error: "Not found." });
  });
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.headers(headers).type("text/html; charset=utf-8").send(html);
}
