// Redraws by changing the page's own nodes, because focus, selection, typed text and open details belong to nodes.

/** Makes `from` equal to `to`, but keeps all nodes it can. */
export function morph(from: Element, to: Element): void {
  if (from.isEqualNode(to)) return;
  for (const name of from.getAttributeNames()) {
    if (!to.hasAttribute(name) && !belongsToUser(from, name)) from.removeAttribute(name);
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value && !belongsToUser(from, name)) {
      from.setAttribute(name, value);
    }
  }
  morphChildren(from, to);
}

/** Details stay as the user left them. */
function belongsToUser({ nodeName }: Element, attribute: string): boolean {
  return attribute === "open" && nodeName === "DETAILS";
}

function morphChildren(from: Element, to: Element): void {
  const wanted = [...to.childNodes];
  const wantedKeys = new Set(wanted.map(keyOf));
  const keyed = new Map<string, ChildNode>();
  for (const child of Array.from(from.children)) {
    const key = keyOf(child);
    if (key === undefined || isOwn(child)) continue;
    // Remove first, so that the remaining rows keep their places.
    if (wantedKeys.has(key)) keyed.set(key, child);
    else child.remove();
  }
  let cursor = skipOwn(from.firstChild);
  for (const node of wanted) {
    const key = keyOf(node);
    const same = key === undefined ? reusable(cursor, node) : keyed.get(key);
    if (same === undefined) {
      const added = document.importNode(node, true);
      if (added instanceof HTMLElement && added.dataset["key"] !== undefined) {
        added.classList.add("fresh");
      }
      from.insertBefore(added, cursor);
      continue;
    }
    if (key !== undefined) keyed.delete(key);
    if (same === cursor) cursor = skipOwn(cursor.nextSibling);
    else from.insertBefore(same, cursor);
    if (same instanceof Element && node instanceof Element) morph(same, node);
    else if (same.nodeValue !== node.nodeValue) same.nodeValue = node.nodeValue;
  }
  while (cursor !== null) {
    const next = skipOwn(cursor.nextSibling);
    cursor.remove();
    cursor = next;
  }
}

/** What the script added to the page is not part of the server's. */
function isOwn(node: Node): boolean {
  return node instanceof HTMLElement && node.dataset["own"] !== undefined;
}

function skipOwn(node: ChildNode | null): ChildNode | null {
  let next = node;
  while (next !== null && isOwn(next)) next = next.nextSibling;
  return next;
}

/**
 * Nodes with the same key are the same thing, in any position. A form for another action or another option must not take
 * over the focus or the choice that the user made.
 */
function keyOf(node: Node): string | undefined {
  if (!(node instanceof Element)) return undefined;
  const key = node.getAttribute("data-key") ?? node.getAttribute("id");
  if (key !== null) return key;
  if (node.nodeName === "FORM") return node.getAttribute("action") ?? undefined;
  return node.nodeName === "OPTION" ? (node.getAttribute("value") ?? undefined) : undefined;
}

/** Returns the old node if it can become the new one. */
function reusable(old: ChildNode | null, node: Node): ChildNode | undefined {
  if (old === null || old.nodeName !== node.nodeName || keyOf(old) !== undefined) return undefined;
  return old;
}
