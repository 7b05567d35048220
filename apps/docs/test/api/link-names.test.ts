import { expect, it } from "vitest";
import { linkNames } from "../../src/api/link-names.js";

const names = new Map([
  ["Inbox", "/inbox"],
  ["reconcile", "/reconcile"],
  ["lt", "/wrong"],
  ["Class", "/wrong"],
]);

it.each([
  ["inbox?: Inbox&lt;Tx&gt;", 'inbox?: <a href="/inbox">Inbox</a>&lt;Tx&gt;'],
  ['<span class="Class">Inbox</span>', '<span class="Class"><a href="/inbox">Inbox</a></span>'],
  ["reconcile()", '<a href="/reconcile">reconcile()</a>'],
  ["reconcile", '<a href="/reconcile">reconcile</a>'],
  ["options.reconcile?: string", "options.reconcile?: string"],
  ["MemoryInbox", "MemoryInbox"],
  ['"Inbox"', '"Inbox"'],
])("turns %s into %s", (html, linked) => {
  expect(linkNames(html, names)).toBe(linked);
});
