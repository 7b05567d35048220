/** Loads the hovers when the reader first points at an example. Until then a page loads and does nothing for them. */
export function listenForHovers(): void {
  const start = ({ target, clientX, clientY }: MouseEvent) => {
    if (!(target instanceof Element) || target.closest("[data-hovers]") === null) return;
    document.removeEventListener("pointerover", start);
    import("./show-hovers.js")
      .then(({ showHovers }) => showHovers({ target, clientX, clientY }))
      // Without a network, the next movement tries again.
      .catch(() => document.addEventListener("pointerover", start));
  };
  document.addEventListener("pointerover", start);
}
