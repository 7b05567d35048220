import { html } from "hono/html";
import { lantern } from "../../src/pages/lantern.js";
import { page } from "../../src/pages/page.js";
import { coinPack, formatMoney, toCents } from "../coin-pack.js";
import { cabinet, type Machine, machines } from "./machines.js";
import type { Purchase, PurchaseState } from "./read-hall.js";

export interface Hall {
  coins: number;
  /** The name of a machine. */
  lastPlayed: string | undefined;
  purchases: readonly Purchase[];
}

const longestList = 8;

/** The front page of the arcade. */
export function hallPage({ coins, lastPlayed, purchases }: Hall) {
  return page({
    title: "Arcade",
    place: "Arcade",
    content: html`<section class="hero">
        <div>
          <h1>One coin.<br />One more try.</h1>
          <p class="lead">Three machines, one lantern, and no closing time.</p>
        </div>
        ${lantern}
      </section>
      <div class="hall">
        <div class="counter">${coinPanel(coins, lastPlayed)} ${purchaseList(purchases)}</div>
        <section aria-labelledby="machines">
          <h2 id="machines">The machines</h2>
          <ul class="machines">
            ${machines.map((machine) => machineCard(machine, coins))}
          </ul>
        </section>
      </div>`,
  });
}

function machineCard(machine: Machine, coins: number) {
  const { id, name, text } = machine;
  return html`<li class="machine">
    <div class="picture">${cabinet(machine)}</div>
    <div class="about">
      <h3>${name}</h3>
      <p>${text}</p>
    </div>
    <form method="post" action="/machines/${id}">
      <strong>1 coin</strong>
      <button ${coins > 0 ? "" : html`disabled`} aria-label="Play ${name}">Play</button>
    </form>
  </li>`;
}

function coinPanel(coins: number, lastPlayed: string | undefined) {
  const price = formatMoney(toCents(coinPack.amount));
  return html`<section class="sheet coins" id="coins" aria-labelledby="coins-title">
    <h2 id="coins-title">Your coins</h2>
    <p class="figure" data-coins="${coins}">${coins}</p>
    <p class="quiet">
      ${lastPlayed === undefined ? "Buy some, then pick a machine." : `Last played: ${lastPlayed}`}
    </p>
    <form method="post" action="/purchases">
      <button class="primary wide">Buy ${coinPack.coins} coins for ${price}</button>
    </form>
    <p class="quiet">You pay on our payment partner's page and then return here.</p>
  </section>`;
}

function purchaseList(purchases: readonly Purchase[]) {
  const isOpen = purchases.some(({ state }) => state === "waiting" || state === "processing");
  return html`<section class="sheet" aria-labelledby="purchases">
    <h2 id="purchases">Purchases</h2>
    ${
      purchases.length === 0
        ? html`<p class="quiet">None yet. They appear here with their state.</p>`
        : html`<ul class="rows">
            ${purchases.slice(0, longestList).map(purchaseRow)}
          </ul>`
    }
    ${isOpen ? html`<form action="/"><button class="wide">Check for coins</button></form>` : ""}
  </section>`;
}

/** What the list shows in each state: the color, and a label. */
const labels: Record<PurchaseState, [color: "wait" | "good" | "bad", label: string]> = {
  waiting: ["wait", "Not paid yet"],
  processing: ["wait", "Being processed"],
  paid: ["good", "Paid"],
  declined: ["bad", "Declined"],
  expired: ["bad", "Expired"],
};

function purchaseRow({ id, cents, state, url }: Purchase) {
  const [color, label] = labels[state];
  return html`<li data-state="${state}">
    <span class="pill ${color}">${label}</span>
    <strong class="sum">${formatMoney(cents)}</strong>
    <code>${id}</code>
    ${state === "waiting" && url !== undefined ? html`<a href="${url}">Continue to pay</a>` : ""}
  </li>`;
}
