import { createServer } from "node:http";
import { expect, it, onTestFinished } from "vitest";
import { listenOnLoopback, portOf } from "../src/demo/loopback-server.js";
import { describeInBrowser, inspectPage } from "../src/describe-in-browser.js";

/** Serves one page until the test ends. */
async function servePage(style: string, body: string): Promise<string> {
  const html = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">
    <title>Page</title><link rel="icon" href="data:,"><style>${style}</style>
    <main><h1>Page</h1>${body}</main></html>`;
  const server = createServer((_request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(html);
  });
  await listenOnLoopback(server, 0);
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${portOf(server)}/page`;
}

const goodStyle = `
  body { background: #fff; color: #000; }
  button { min-height: 2rem; }
  @media print { button { display: none; } }
`;

describeInBrowser((openSession) => {
  it("finds nothing wrong with a good page", async () => {
    const page = await (await openSession()).newPage();
    expect(await inspectPage(page, await servePage(goodStyle, "<button>Pay</button>"))).toEqual([]);
  });

  it.each([
    [
      "sideways scrolling",
      ".wide { width: 21rem; }",
      '<p class="wide">Wide</p>',
      ["/page: scrolls sideways, 344 pixels (320 pixels, light; 320 pixels, dark)"],
    ],
    [
      "a small target",
      "button { min-height: 0; width: 20px; height: 20px; padding: 0; }",
      "<button>+</button>",
      [/^\/page: button "\+" measures 20 x 20 \(1280 pixels, light; .*; forced colors\)$/],
    ],
    [
      "low contrast in dark mode",
      "@media (prefers-color-scheme: dark) { p { color: #ccc; } }",
      "<p>Text</p>",
      [/^\/page: color-contrast p .* \(320 pixels, dark\)$/s],
    ],
    [
      "what should not be printed",
      "@media print { body { background: #eee; } button { display: inline !important; } }",
      "<button>Pay</button>",
      [
        '/page: prints button "Pay" (print)',
        "/page: prints the background rgb(238, 238, 238) (print)",
      ],
    ],
    [
      "an unreachable control",
      "",
      '<button tabindex="-1">Pay</button>',
      ['/page: Tab does not reach button "Pay" (keyboard)'],
    ],
    [
      "an invisible focus",
      "button { outline: none; }",
      "<button>Pay</button>",
      ['/page: button "Pay" does not show its focus (keyboard)'],
    ],
  ] as const)("finds %s", async (_name, style, body, findings) => {
    const page = await (await openSession()).newPage();
    const found = await inspectPage(page, await servePage(goodStyle + style, body));
    expect(found).toEqual(
      findings.map((finding) =>
        typeof finding === "string" ? finding : expect.stringMatching(finding),
      ),
    );
  });
});
