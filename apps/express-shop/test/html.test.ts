// @ts-check
import { expect, test } from "vitest";
import { html } from "../src/web/html.js";

test("every value is escaped, but for what is HTML already", () => {
  const name = `<script>alert("1&'2")</script>`;
  expect(html`<b title="${name}">${[html`<i>${"<"}</i>`, ">"]}</b>`.text).toBe(
    '<b title="&#60;script&#62;alert(&#34;1&#38;&#39;2&#34;)&#60;/script&#62;"><i>&#60;</i>&#62;</b>',
  );
});

test("nothing is written for what is not there; zero is", () => {
  expect(html`${undefined}${null}${false}${0}`.text).toBe("0");
});
