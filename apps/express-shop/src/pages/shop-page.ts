import type { Basket, BasketLine } from "../baskets.js";
import { currency, type Product, products, shopName } from "../catalogue.js";
import { formatMoney } from "../store/money.js";
import { html, type Html } from "../web/html.js";
import { lightship } from "./lightship.js";
import { page } from "./page.js";
import { productArt } from "./product-art.js";

export function shopPage(basket: Basket): string {
  return page({
    title: `${shopName}: roasted at sea level`,
    here: "/",
    content: html`
      <section class="hero">
        <div>
          <p class="eyebrow">Small-batch roastery</p>
          <h1>Coffee that finds its way home.</h1>
          <p class="lead">
            We roast on a lightship that has not left its mooring in forty years. The coffee leaves
            every Tuesday.
          </p>
        </div>
        ${lightship}
      </section>
      <div class="with-basket">
        <section aria-labelledby="coffees">
          <h2 id="coffees">This week on board</h2>
          <ul class="products">
            ${products.map(productCard)}
          </ul>
        </section>
        ${basketPanel(basket)}
      </div>
    `,
  });
}

function productCard({ id, name, notes, detail, cents }: Product): Html {
  return html`<li class="product" id="${id}">
    <div class="picture">${productArt(id)}</div>
    <div class="about">
      <h3>${name}</h3>
      <p>${notes}</p>
      <p class="small">${detail}</p>
    </div>
    <form method="post" action="/basket">
      <input type="hidden" name="product" value="${id}" />
      <strong>${formatMoney(cents, currency)}</strong>
      <button name="change" value="1" aria-label="Add ${name} to basket">Add</button>
    </form>
  </li>`;
}

function basketPanel({ lines, cents }: Basket): Html {
  return html`<aside class="sheet basket" id="basket" aria-labelledby="basket-title">
    <h2 id="basket-title">Your basket</h2>
    ${
      lines.length === 0
        ? html`<p class="small">Your basket is empty. Try the Night Watch.</p>`
        : html`<ul class="lines">
              ${lines.map(basketLine)}
            </ul>
            <p class="total"><span>Total</span><strong>${formatMoney(cents, currency)}</strong></p>
            <form method="post" action="/checkout">
              <button class="primary wide" id="pay">Pay ${formatMoney(cents, currency)}</button>
            </form>
            <p class="small">You pay on our payment partner's page and then return here.</p>`
    }
  </aside>`;
}

function basketLine({ product, quantity, cents }: BasketLine): Html {
  return html`<li>
    <span>${product.name}</span>
    <form class="stepper" method="post" action="/basket">
      <input type="hidden" name="product" value="${product.id}" />
      <button name="change" value="-1" aria-label="Remove one ${product.name}">−</button>
      <span>${quantity}</span>
      <button name="change" value="1" aria-label="Add one ${product.name}">+</button>
    </form>
    <span class="sum">${formatMoney(cents, currency)}</span>
  </li>`;
}
