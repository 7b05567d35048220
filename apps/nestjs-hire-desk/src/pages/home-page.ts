import { toDecimal } from "../store/money.js";
import { tools } from "../hires/tools.js";
import { html } from "../web/html.js";
import { page } from "./page.js";

/** The home page with the card form. */
export function homePage(): string {
  const options = tools.map(
    ({ id, name, cents, currency }) =>
      html`<option value="${id}">${name}, deposit ${toDecimal(cents)} ${currency}</option>`,
  );
  return page(
    "Hire a tool",
    html`<form method="post" action="/hires" autocomplete="off">
      <label
        >Tool
        <select name="tool">
          ${options}
        </select></label
      >
      <label
        >Name on the card <input name="card_holder" required maxlength="100" autocomplete="cc-name"
      /></label>
      <label
        >Card number
        <input name="card_number" required inputmode="numeric" autocomplete="cc-number"
      /></label>
      <div class="row">
        <label
          >Month
          <input
            name="expiry_month"
            required
            pattern="0[1-9]|1[0-2]"
            placeholder="12"
            autocomplete="cc-exp-month"
        /></label>
        <label
          >Year
          <input
            name="expiry_year"
            required
            pattern="[0-9]{4}"
            placeholder="2030"
            autocomplete="cc-exp-year"
        /></label>
        <label>CVV <input name="cvv" required pattern="[0-9]{3,4}" autocomplete="cc-csc" /></label>
      </div>
      <button>Pay the deposit</button>
    </form>`,
  );
}
