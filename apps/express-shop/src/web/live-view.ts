// @ts-check
import type { Response } from "express";
import type { Books } from "../books/books.js";
import type { Html } from "./html.js";
import { createHash } from "node:crypto";
import { html } from "./html.js";

export interface View {
  title: string;
  content: Html;
}

/** The part of a page that public/live.js keeps up to date from an address, and the line that tells it to screen readers. */
export function liveRegion(address: string, { content }: View) {
  return html`
    <div data-live="${address}" data-version="${versionOf(content)}">${content}</div>
    <p class="unseen" role="status" data-live-title></p>
  `;
}

/**
 * Sends a view now, and again whenever the books change it (Server-Sent Events). The first one catches what happened
 * between the page and this connection.
 */
export function streamLiveView(response: Response, books: Books, render: () => Promise<View>) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let last = "";
  const send = async () => {
    const { title, content } = await render();
    const version = versionOf(content);
    if (version === last) return;
    last = version;
    response.write(`data: ${JSON.stringify({ title, version, html: content.text })}\n\n`);
  };
  // One after the other, so that an older view never follows a newer one, and no more than one waits.
  let sending = Promise.resolve();
  let isOneWaiting = false;
  const sendNext = () => {
    if (isOneWaiting) return;
    isOneWaiting = true;
    sending = sending
      .then(() => {
        isOneWaiting = false;
        return send();
      })
      // Where the books cannot be read, the page keeps what it has until they can.
      .catch((error) => console.error(`Live view: ${error.message}`));
  };
  response.on("close", books.onChange(sendNext));
  sendNext();
}

function versionOf(content: Html) {
  return createHash("sha256").update(content.text).digest("base64url");
}
