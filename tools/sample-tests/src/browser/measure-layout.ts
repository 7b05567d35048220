/** Runs in the page. Returns what does not fit, and what should not be printed. */
export function measureLayout(isPrinted: boolean): string[] {
  const findings: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) findings.push(`scrolls sideways, ${scrollWidth} pixels`);

  for (const element of document.querySelectorAll<HTMLElement>("a, button, input, summary")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const text = element.getAttribute("aria-label") ?? element.textContent?.trim() ?? "";
    const name = `${element.localName} "${text || element.getAttribute("name")}"`;
    if (isPrinted && element.localName === "button") findings.push(`prints ${name}`);
    // The label of a radio button is part of the target.
    const target = element.closest("label") ?? element;
    const { width, height } = target.getBoundingClientRect();
    if (!isPrinted && (width < 24 || height < 24)) {
      findings.push(`${name} measures ${Math.round(width)} x ${Math.round(height)}`);
    }
  }
  const { backgroundColor } = getComputedStyle(document.body);
  if (isPrinted && backgroundColor !== "rgb(255, 255, 255)") {
    findings.push(`prints the background ${backgroundColor}`);
  }
  return findings;
}
