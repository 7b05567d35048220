// Keeps an open page of the portal true while it stands still. The server says what changed, the page fetches itself
// again, and its live elements take over what is different: focus, scroll, selection and open details stay.
// Everything here is a convenience. Without it the pages are links and forms, and do the same.

/** @type {(selector: string) => HTMLElement | null} */
const find = (selector) => document.querySelector(selector);

const main = find("main");
const announcement = find("#announcement");
const connection = find("[data-connection]");
const clock = find("[data-clock]");

/** A page that changes all the time is drawn again twice a second, not with each change. */
const restMs = 500;

document.documentElement.classList.add("scripted");

// ---- What changed ----

let stream;
let stale = false;
let drawing = false;

function listen() {
  // A browser holds six connections to one host: a tab that nobody looks at must not keep one of them.
  if (document.hidden || stream !== undefined) return;
  stream = new EventSource("/portal/changes");
  stream.addEventListener("open", () => showConnection(true));
  stream.addEventListener("error", () => showConnection(false));
  stream.addEventListener("message", ({ data }) => {
    const message = JSON.parse(data);
    if (clock !== null && clock.textContent !== message.clock) clock.textContent = message.clock;
    const shown = JSON.parse(main.dataset.version);
    if (Object.keys(shown).some((name) => shown[name] !== (message.changes[name] ?? 0))) {
      void refresh();
    }
  });
}

function hangUp() {
  stream?.close();
  stream = undefined;
}

function showConnection(open) {
  connection.hidden = false;
  connection.classList.toggle("lost", !open);
  connection.textContent = open ? "Live" : "The sandbox does not answer";
}

document.addEventListener("visibilitychange", () => (document.hidden ? hangUp() : listen()));
// A page that comes back from the browser's cache has no connection any more.
addEventListener("pagehide", hangUp);
addEventListener("pageshow", listen);

// ---- Drawing it ----

/** Fetches this page again and takes over what is different. Calls while it runs make it run once more, after a rest. */
async function refresh() {
  stale = true;
  if (drawing) return;
  drawing = true;
  while (stale) {
    stale = false;
    try {
      await draw();
    } catch {
      // The sandbox is gone or busy: the page stays as it is, and the next message tries again.
    }
    await new Promise((resolve) => {
      setTimeout(resolve, restMs);
    });
  }
  drawing = false;
}

async function draw() {
  const address = location.href;
  const response = await fetch(address);
  const text = await response.text();
  // A filter that was typed meanwhile has asked for another page.
  if (!response.ok || address !== location.href) return;
  const next = new DOMParser().parseFromString(text, "text/html");
  const news = [];
  for (const region of liveRegions()) {
    const fresh = next.getElementById(region.id);
    if (fresh === null) continue;
    const known = new Set(keysIn(region));
    morph(region, fresh);
    if (known.size === 0) continue;
    const added = keysIn(region).filter((key) => !known.has(key)).length;
    if (added > 0 && region.dataset.live !== "") news.push(`New ${region.dataset.live}: ${added}`);
  }
  main.dataset.version = next.querySelector("main").dataset.version;
  if (news.length > 0) announcement.textContent = news.join(", ");
}

/** @returns {NodeListOf<HTMLElement>} */
function liveRegions() {
  return document.querySelectorAll("[data-live]");
}

function keysIn(region) {
  return [...region.querySelectorAll("[data-key]")].map(({ dataset }) => dataset.key);
}

/** Makes one element like another and keeps every node that can stay, for focus and selection hang on the nodes. */
function morph(from, to) {
  if (from.isEqualNode(to)) return;
  for (const name of from.getAttributeNames()) {
    // What a person opened stays open.
    if (!to.hasAttribute(name) && !(name === "open" && from.nodeName === "DETAILS")) {
      from.removeAttribute(name);
    }
  }
  for (const { name, value } of to.attributes) {
    if (from.getAttribute(name) !== value) from.setAttribute(name, value);
  }
  morphChildren(from, to);
}

function morphChildren(from, to) {
  const wanted = [...to.childNodes];
  const wantedKeys = new Set(wanted.map(keyOf));
  // What leaves goes first: the rows behind it then keep their places and need not be moved.
  for (const [key, child] of keyedChildren(from)) {
    if (!wantedKeys.has(key)) child.remove();
  }
  const keyed = keyedChildren(from);
  let cursor = from.firstChild;
  for (const node of wanted) {
    const key = keyOf(node);
    const same = key === undefined ? alike(cursor, node) : keyed.get(key);
    if (same === undefined) {
      const added = document.importNode(node, true);
      if (key !== undefined) added.classList.add("fresh");
      from.insertBefore(added, cursor);
      continue;
    }
    if (same === cursor) cursor = cursor.nextSibling;
    else from.insertBefore(same, cursor);
    if (same.nodeType === Node.ELEMENT_NODE) morph(same, node);
    else if (same.nodeValue !== node.nodeValue) same.nodeValue = node.nodeValue;
  }
  while (cursor !== null) {
    const next = cursor.nextSibling;
    cursor.remove();
    cursor = next;
  }
}

function keyedChildren(parent) {
  return new Map(
    [...parent.children]
      .filter((child) => keyOf(child) !== undefined)
      .map((child) => [keyOf(child), child]),
  );
}

/** A row of a list is the same row if it has the same key, wherever it stands. */
function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? (node.dataset.key ?? undefined) : undefined;
}

function alike(old, node) {
  return old !== null && old.nodeName === node.nodeName && keyOf(old) === undefined
    ? old
    : undefined;
}

// ---- Small comforts ----

/** @returns {HTMLElement | null} */
function around({ target }, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

/** Filters apply while they are typed. The page's address follows, so that it can be kept and sent. */
let typing;
document.addEventListener("input", (event) => {
  const form = /** @type {HTMLFormElement | null} */ (around(event, "form[data-filter]"));
  if (form === null) return;
  clearTimeout(typing);
  typing = setTimeout(() => {
    const search = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && value !== "") search.set(name, value);
    }
    const query = search.toString();
    history.replaceState(null, "", location.pathname + (query && `?${query}`));
    void refresh();
  }, 150);
});

/** A slider and a number that say the same: moving one moves the other. */
document.addEventListener("input", (event) => {
  const moved = /** @type {HTMLInputElement | null} */ (around(event, "[data-twin]"));
  if (moved === null) return;
  const twin = document.getElementById(moved.dataset.twin);
  if (twin instanceof HTMLInputElement) twin.value = moved.value;
});

document.addEventListener("change", (event) => {
  /** @type {HTMLFormElement | null} */ (around(event, "form[data-scope]"))?.requestSubmit();
});

document.addEventListener("click", (event) => {
  const button = around(event, "button[data-copy]");
  if (button !== null) void copy(button);
});

async function copy(button) {
  const done = await navigator.clipboard.writeText(button.dataset.copy).then(
    () => true,
    () => false,
  );
  announcement.textContent = done ? "Copied" : "The browser did not let the page copy";
  button.classList.toggle("copied", done);
  setTimeout(() => button.classList.remove("copied"), 1500);
}

document
  .querySelector("nav [aria-current]")
  ?.scrollIntoView({ block: "nearest", inline: "center" });
listen();
