import { expect, it } from "vitest";
import { readSiteAddress } from "../../src/versions/site-address.js";
import { toCanonical } from "../../src/versions/to-canonical.js";

const canonical = (path: string) =>
  toCanonical(
    "https://example.com",
    readSiteAddress({ SITE_BASE: "/docs/", SITE_VERSION: "v1.2" }),
    path,
  );

it("serves a version in a folder of the current site", () => {
  expect(readSiteAddress({ SITE_BASE: "/docs/", SITE_VERSION: "v1.2" })).toEqual({
    root: "/docs/",
    version: "v1.2",
    base: "/docs/v1.2/",
  });
  expect(readSiteAddress({ SITE_VERSION: "" })).toEqual({ root: "/", version: "", base: "/" });
});

it.each([
  [{ SITE_BASE: "docs" }, /SITE_BASE is "docs"\. Begin and end it with a slash/],
  [{ SITE_BASE: "/docs" }, /SITE_BASE/],
  [{ SITE_BASE: "//example.com/" }, /SITE_BASE/],
  [{ SITE_VERSION: "1.2" }, /SITE_VERSION is "1\.2"\. Use the form v1\.2/],
  [{ SITE_VERSION: "v1.2.3" }, /without a patch number/],
])("rejects %j", (environment, message) => {
  expect(() => readSiteAddress(environment)).toThrow(message);
});

it.each([
  ["index.md", "https://example.com/docs/"],
  ["guides/hono.md", "https://example.com/docs/guides/hono"],
  ["project/decisions/index.md", "https://example.com/docs/project/decisions/"],
])("points search engines from %s to the current page", (path, href) => {
  expect(canonical(path)).toEqual([["link", { rel: "canonical", href }]]);
});

it("has no address for a page that does not exist", () => {
  expect(canonical("404.md")).toEqual([]);
});
