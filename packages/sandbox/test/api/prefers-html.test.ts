import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { prefersHtml } from "../../src/api/prefers-html.js";

const app = new Hono().get("/", (c) => c.text(prefersHtml(c) ? "page" : "data"));

async function responseTo(accept: string | undefined): Promise<string> {
  const headers = accept === undefined ? {} : { accept };
  return (await app.request("/", { headers })).text();
}

describe("a request", () => {
  it.each([
    // Chromium, Firefox, Safari, lynx.
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html, text/plain, text/sgml, text/css, application/xhtml+xml, */*;q=0.01",
    "TEXT/HTML",
    "text/*",
    "application/json;q=0.5, text/html;q=0.6",
  ])("gets a page for %s", async (accept) => {
    expect(await responseTo(accept)).toBe("page");
  });

  it.each([
    undefined,
    "",
    "*/*",
    "application/json",
    "application/json, text/plain, */*",
    "application/json, */*;q=0.5",
    "text/html;q=0.5, application/json",
    "text/html, application/json",
    "text/html;q=0, */*",
    "text/html;q=0.5, */*",
    "image/avif,image/webp,*/*;q=0.8",
    "text/css,*/*;q=0.1",
    "text/event-stream",
    "q=1;;,,",
  ])("gets data for %s", async (accept) => {
    expect(await responseTo(accept)).toBe("data");
  });
});
