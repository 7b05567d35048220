import { html } from "hono/html";
import type { Markup } from "../../cashier/page.js";
import type { AttemptWithDelivery, HeaderRecord } from "../../storage/attempts.js";
import { codeBlock, copyable } from "../parts/copy-button.js";
import { instant, toDurationText } from "../parts/instant.js";
import type { PageContext } from "../page-context.js";

/** One attempt with its request and response, byte for byte. */
export function attemptDetails(
  attempt: AttemptWithDelivery,
  { page, isOpen }: { page: PageContext; isOpen: boolean },
): Markup {
  return html`<details
    class="sheet attempt"
    data-key="attempt-${attempt.attempt}"
    ${isOpen ? "open" : ""}
  >
    <summary>
      <b>Attempt ${attempt.attempt}</b>
      ${verdict(attempt)} ${cause(attempt)}
      <span class="quiet"
        >${instant(attempt.at, page.now)} · took ${toDurationText(attempt.durationMs)}</span
      >
    </summary>
    <div class="columns">
      <div>
        <h3>Request</h3>
        <dl class="facts">
          <div>
            <dt>POST</dt>
            <dd>
              ${attempt.url === "" ? "not sent: no URL was set" : html`<code>${attempt.url}</code>`}
            </dd>
          </div>
          <div>
            <dt>Signature</dt>
            <dd>${copyable(attempt.signature, "the signature")}</dd>
          </div>
        </dl>
        ${headers(attempt.requestHeaders)}
        <h4>Body as sent</h4>
        ${codeBlock(attempt.requestBody, "request body")}
      </div>
      <div>
        <h3>Response</h3>
        ${response(attempt)}
      </div>
    </div>
  </details>`;
}

function verdict({ responseStatus, state }: AttemptWithDelivery): Markup {
  const text = responseStatus === null ? "no response" : `HTTP ${responseStatus}`;
  const isGood = responseStatus !== null && responseStatus >= 200 && responseStatus < 300;
  return html`<span class="badge ${isGood ? "good" : state === "dropped" ? "gone" : "bad"}"
    >${text}</span
  >`;
}

function cause({ cause: why, fault }: AttemptWithDelivery): Markup {
  if (why === "check") return html`<span class="tag">signature check: forged</span>`;
  if (fault !== null) return html`<span class="tag">chaos: ${fault}</span>`;
  return why === "resend" ? html`<span class="tag">resent</span>` : html``;
}

function response({
  responseStatus,
  responseHeaders,
  responseBody,
  error,
}: AttemptWithDelivery): Markup {
  if (responseStatus === null) {
    return html`<p class="problem">No response: ${error ?? "unknown"}</p>`;
  }
  return html`<dl class="facts">
      <div>
        <dt>Status</dt>
        <dd>${responseStatus}</dd>
      </div>
    </dl>
    ${responseHeaders === null ? "" : headers(responseHeaders)}
    <h4>Body</h4>
    ${
      responseBody === null || responseBody === ""
        ? html`<p class="quiet">Empty.</p>`
        : codeBlock(responseBody, "response body")
    }`;
}

function headers(record: HeaderRecord): Markup {
  const text = Object.entries(record)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
  return html`<h4>Headers</h4>
    ${text === "" ? html`<p class="quiet">None.</p>` : codeBlock(text, "headers")}`;
}
