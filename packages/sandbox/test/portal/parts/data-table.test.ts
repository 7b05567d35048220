import { html } from "hono/html";
import { expect, it } from "vitest";
import { dataTable } from "../../../src/portal/parts/data-table.js";

it("labels its cells and keeps its roles", async () => {
  const table = await dataTable({
    caption: "Keys",
    columns: [
      { title: "Label" },
      { title: "Uses", look: "number" },
      { title: "Revoke", look: "buttons" },
    ],
    rows: [{ key: "a", cells: ["<b>", "3", html`<button>Revoke</button>`], hint: "First" }],
  });
  const text = String(table).replaceAll(/\s+/g, " ");
  expect(text).toContain('<table class="data " role="table">');
  expect(text).toContain('<th scope="col" role="columnheader" class="number"> Uses </th>');
  expect(text).toContain('class="buttons"> <span class="unseen">Revoke</span> </th>');
  expect(text).toMatch(/<tr role="row" data-key="a" title="First" >/);
  expect(text).toContain('<th scope="row" role="rowheader" data-label="Label">&lt;b&gt;</th>');
  expect(text).toContain('<td role="cell" class="number" data-label="Uses" > 3 </td>');
  expect(text).toContain('<td role="cell" class="buttons" > <button>Revoke</button> </td>');
});
