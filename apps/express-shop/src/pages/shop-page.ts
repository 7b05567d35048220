// @ts-check
import type { Basket } from "../baskets.js";
import type { Product } from "../catalogue.js";
import { formatMoney } from "../books/money.js";
import { currency, products, shopName } from "../catalogue.js";
import { html } from "../web/html.js";
import { lightship } from "./lightship.js";
import { page } from "./page.js";
import { productArt } from "./product-art.js";

export function shopPage(basket: Basket) {
  return page({
    title: `${shopName}: roasted at sea level`,
    here: "/",
    content: html`
      <section class="hero">
        <div>
          <p class="eyebrow">Small batches since the last storm</p>
          <h1>Coffee that finds its way home.</h1>
          <p class="lead">
            We roast on a lightship that has not left its mooring for forty years. The coffee does,
            every Tuesday.
          </p>
        </div>
        ${lightship}
      </section>
      <div class="with-basket">
        <section aria-labelledby="coffees">
          <h2 id="coffees">On board this week</h2>
          <ul class="products">
            ${products.map(productCard)}
          </ul>
        </section>
        ${basketPanel(basket)}
      </div>
    `,
  });
}

function productCard({ id, name, notes, detail, cents }: Product) {
  return html`<li class="product" id="${id}">
    <div class="stage">${productArt(id)}</div>
    <div class="about">
      <h3>${name}</h3>
      <p>${notes}</p>
      <p class="small">${detail}</p>
    </div>
    <form method="post" action="/basket">
      <input type="hidden" name="product" value="${id}" />
      <strong>${formatMoney(cents, currency)}</strong>
      <button name="change" value="1" aria-label="Add ${name} to the basket">Add</button>
    </form>
  </li>`;
}

function basketPanel({ lines, cents }: Basket) {
  return html`<aside class="sheet basket" id="basket" aria-labelledby="basket-title">
    <h2 id="basket-title">Your basket</h2>
    ${
      lines.length === 0
        ? html`<p class="small">Empty, for now. The Night Watch goes well with everything.</p>`
        : html`<ul class="lines">
              ${lines.map(basketLine)}
            </ul>
            <p class="total"><span>Total</span><strong>${formatMoney(cents, currency)}</strong></p>
            <form method="post" action="/checkout">
              <button class="primary wide" id="pay">Pay ${formatMoney(cents, currency)}</button>
            </form>
            <p class="small">You pay at our payment partner's cashier and come back here.</p>`
    }
  </aside>`;
}

function basketLine({ product, quantity, cents }) {
  return html`<li>
    <span>${product.name}</span>
    <form class="stepper" method="post" action="/basket">
      <input type="hidden" name="product" value="${product.id}" />
      <button name="change" value="-1" aria-label="One ${product.name} less">−</button>
      <span>${quantity}</span>
      <button name="change" value="1" aria-label="One more ${product.name}">+</button>
    </form>
    <span class="sum">${formatMoney(cents, currency)}</span>
  </li>`;
}
