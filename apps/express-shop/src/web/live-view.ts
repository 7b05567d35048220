import { createHash } from "node:crypto";
import type { Response } from "express";
import type { ShopStore } from "../store/store.js";
import { html, type Html } from "./html.js";

export interface View {
  title: string;
  content: Html;
}

/** The part of a page that public/live.ts updates from `address`, and the text that announces changes to screen readers. */
export function liveRegion(address: string, { content }: View): Html {
  return html`
    <div data-live="${address}" data-version="${versionOf(content)}">${content}</div>
    <p class="unseen" role="status" data-live-title></p>
    <noscript><p class="small">Reload the page to see changes.</p></noscript>
  `;
}

/**
 * Sends a view with Server-Sent Events: once when the page connects, because it may already have changed, and then after
 * each change.
 */
export function streamLiveView(
  response: Response,
  store: ShopStore,
  render: () => Promise<View>,
): void {
  response.writeHead(200, { "content-type": "text/event-stream" });
  let lastVersion = "";
  const send = async () => {
    const { title, content } = await render();
    const version = versionOf(content);
    if (version === lastVersion) return;
    lastVersion = version;
    response.write(`data: ${JSON.stringify({ title, version, html: content.text })}\n\n`);
  };
  // Renders one view at a time, so that an old one never follows a newer one, and queues at most one more.
  let sending = Promise.resolve();
  let isQueued = false;
  const sendNext = () => {
    if (isQueued) return;
    isQueued = true;
    sending = sending
      .then(() => {
        isQueued = false;
        return send();
      })
      // The page keeps its content until the store can be read again.
      .catch((error: unknown) => console.error("Live view:", error));
  };
  response.on("close", store.onChange(sendNext));
  sendNext();
}

function versionOf(content: Html): string {
  return createHash("sha256").update(content.text).digest("base64url");
}
