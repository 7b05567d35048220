import type { Hono } from "hono";
import { accepts } from "hono/accepts";
import { secureHeaders } from "hono/secure-headers";
import { messagePage } from "./page.js";
import { style } from "./style.js";

/** Adds what all pages need: the security headers, the style sheet, and a 404. Call it before the routes of the pages. */
export function servePages(app: Hono, place: string): void {
  app.use(
    secureHeaders({
      // No `form-action`: a form redirects to the cashier, and its address is not known in advance.
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
      // With `no-referrer`, browsers send `Origin: null` with the page's own forms.
      referrerPolicy: "same-origin",
    }),
  );
  app.get("/style.css", (c) => c.body(style, 200, { "content-type": "text/css; charset=utf-8" }));
  app.notFound((c) => {
    const type = accepts(c, {
      header: "Accept",
      supports: ["text/html", "text/plain"],
      default: "text/plain",
    });
    if (type !== "text/html") return c.text("Not found.", 404);
    const text = "Check the address, or go back to the front page.";
    return c.html(messagePage({ title: "Page not found", text, place }), 404);
  });
}
