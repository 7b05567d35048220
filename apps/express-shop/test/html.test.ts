import { describe, expect, it } from "vitest";
import { html } from "../src/web/html.js";

describe("html", () => {
  it("escapes every value that is not HTML", () => {
    const name = `<script>alert("1&'2")</script>`;
    expect(html`<b title="${name}">${[html`<i>${"<"}</i>`, ">"]}</b>`.text).toBe(
      '<b title="&#60;script&#62;alert(&#34;1&#38;&#39;2&#34;)&#60;/script&#62;"><i>&#60;</i>&#62;</b>',
    );
  });

  it("omits undefined, null and false, but not zero", () => {
    expect(html`${undefined}${null}${false}${0}`.text).toBe("0");
  });
});
