import { html } from "hono/html";
import { markIcon } from "../cashier/icons.js";
import type { Markup } from "../cashier/page.js";
import { showControls } from "../cashier/show-controls.js";
import { assetPath } from "../portal/assets.js";
import { toRun, toVersion } from "../portal/changes.js";
import type { FormState } from "../portal/forms/fields.js";
import { icon } from "../portal/icons.js";
import { toClockText } from "../portal/parts/instant.js";
import { nextSteps } from "./next-steps.js";
import type { Welcome } from "./read-welcome.js";
import { doctorStep } from "./steps/doctor-step.js";
import { keysStep } from "./steps/keys-step.js";
import { paymentStep } from "./steps/payment-step.js";
import { signatureStep } from "./steps/signature-step.js";
import type { Step } from "./steps/step.js";
import { webhookStep } from "./steps/webhook-step.js";
import { version } from "./version.js";
import { welcomePaths } from "./welcome-paths.js";

/** How often the page reloads without JavaScript, in seconds. */
const reloadSeconds = 10;

// With its own URL, because browsers do not reload an address that ends with a fragment.
const reload = html`<noscript
  ><meta http-equiv="refresh" content="${reloadSeconds}; url=/"
/></noscript>`;

/** The tables that the page shows. */
const watches = [
  "accounts",
  "credentials",
  "transactions",
  "deliveries",
  "attempts",
  "checklist",
  "clock",
];

/** The state of one request to the page. */
interface WelcomePage {
  readonly welcome: Welcome;
  /** The form for the webhook address, with its problems. */
  readonly form: FormState;
  /** Whether the page reloads without JavaScript. A reload would clear a form that is being filled in. */
  readonly reloads: boolean;
}

/** The page at `/`: what this is, the way to the portal, and a checklist for the first five minutes. */
export function welcomePage({ welcome, form, reloads }: WelcomePage): Markup {
  const steps = [
    keysStep(welcome),
    webhookStep(welcome, form),
    paymentStep(welcome),
    signatureStep(welcome),
    doctorStep(welcome),
  ];
  const done = steps.filter(({ isDone }) => isDone).length;
  const isComplete = done === steps.length;
  // A page with a rejected form does not update, so that what was typed stays.
  const shown = form.problems === undefined ? watches : [];
  return showControls(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          ${reloads && !isComplete ? reload : ""}
          <title>SANDBOX · Welcome · Numipay</title>
          <link rel="icon" type="image/svg+xml" href="${assetPath("icon.svg")}" />
          <link rel="stylesheet" href="${assetPath("style.css")}" />
          <link rel="stylesheet" href="${assetPath("payments.css")}" />
          <link rel="stylesheet" href="${assetPath("settings.css")}" />
          <link rel="stylesheet" href="${assetPath("welcome.css")}" />
          <script type="module" src="${assetPath("live.js")}"></script>
        </head>
        <body class="welcome">
          <a class="skip" href="#main">Skip to content</a>
          <header class="ribbon">
            <strong>SANDBOX</strong><span>No real money moves here</span>
          </header>
          <main
            id="main"
            tabindex="-1"
            data-run="${toRun(welcome.portal)}"
            data-version="${toVersion(welcome.portal, shown)}"
            data-address="${welcomePaths.page}"
          >
            ${introduction(welcome)}
            <section aria-labelledby="checklist">
              <header class="head">
                <h2 id="checklist">First steps</h2>
                ${progress(done, steps.length)} ${isComplete ? "" : reloadNote(reloads)}
              </header>
              <ol id="steps" class="${reloads ? "steps" : "steps still"}" data-live="">
                ${steps.map((step, index) => stepItem(step, index + 1))}
              </ol>
            </section>
            <div id="next" data-live="">${isComplete ? nextSteps() : ""}</div>
          </main>
          <footer>${footer(welcome)}</footer>
          <p class="unseen" role="status" aria-live="polite" id="announcement"></p>
          <div class="outage" id="outage" role="alert" hidden></div>
        </body>
      </html>`,
  );
}

function introduction({ account, others, origin }: Welcome): Markup {
  return html`<header class="hero">
    <div class="mark">${markIcon}</div>
    <h1>Your local Numipay gateway</h1>
    <p>
      The gateway's API, the customer's cashier and the merchant's portal, for development and
      tests.
    </p>
    <p class="doors">
      <a class="button portal" href="/portal">Open the portal ${icon("next")}</a>
      <span class="address">The API is at <code>${origin}</code></span>
    </p>
    <div id="whose" data-live="">
      ${
        others.length === 0
          ? html`<p class="hint">This page is about <b>${account.merchantName}</b>.</p>`
          : html`<p class="hint">
              This page is about <b>${account.merchantName}</b>, the first account. In the portal:
              ${others.map(
                ({ accountId, merchantName }) =>
                  html`<a href="/portal/accounts?account=${accountId}">${merchantName}</a> `,
              )}
            </p>`
      }
    </div>
  </header>`;
}

function progress(done: number, all: number): Markup {
  return html`<div id="progress" class="progress" data-live="">
    <span role="status">${done} of ${all} done</span>
    <progress value="${done}" max="${all}" aria-hidden="true"></progress>
  </div>`;
}

function stepItem({ id, title, isDone, content }: Step, number: number): Markup {
  return html`<li class="sheet padded step ${isDone ? "done" : ""}" id="${id}">
    <h3>
      <span class="number" aria-hidden="true">${isDone ? tick : number}</span>
      <span>${title}</span>
      <span class="badge ${isDone ? "good" : "wait"}">${isDone ? "done" : "to do"}</span>
    </h3>
    <div class="body">${content}</div>
  </li>`;
}

const tick = html`<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor">
  <path
    d="m5 12.5 4.5 4.5L19 7.5"
    stroke-width="2.5"
    stroke-linecap="round"
    stroke-linejoin="round"
  />
</svg>`;

function reloadNote(reloads: boolean): Markup {
  return html`<noscript>
    <p class="hint">
      ${
        reloads
          ? html`This page reloads every ${reloadSeconds} seconds.
              <a href="/?reload=off">Stop reloading</a>`
          : html`This page does not reload. <a href="/">Reload every ${reloadSeconds} seconds</a>`
      }
    </p>
  </noscript>`;
}

function footer({ now }: Welcome): Markup {
  return html`<span>Numipay sandbox ${version()}</span>
    <span>Clock: <b data-clock>${toClockText(now)}</b></span>
    <span class="live" data-connection hidden></span>`;
}
