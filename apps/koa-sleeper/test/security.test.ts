import { createScriptedBrowser } from "sample-tests/demo";
import { describe, expect, it } from "vitest";
import { goToProvider, passengerForm } from "../demo/scenarios.js";
import { openWorld } from "./world.js";

describe("a form", () => {
  it.each([
    ["another site", new Headers({ origin: "https://elsewhere.example" })],
    ["a sandboxed frame", new Headers({ origin: "null" })],
    ["no origin", new Headers()],
  ])("is rejected from %s", async (_name, headers) => {
    const world = await openWorld();
    const { booking } = await goToProvider(world, "northbank");
    for (const path of ["/trains/np-233/book", `/tickets/${booking.key}/again`]) {
      const response = await fetch(world.officeUrl + path, {
        method: "POST",
        headers,
        body: new URLSearchParams({ ...passengerForm, berth: "cabin", provider: "pursa" }),
      });
      expect(response.status).toBe(403);
    }
    expect(world.bookings.byId.size).toBe(1);
  });

  it("cannot inject markup", async () => {
    const world = await openWorld();
    const passenger = createScriptedBrowser();
    await passenger.open(`${world.officeUrl}/trains/np-233`);
    await passenger.press("Book", { ...passengerForm, passenger: `"><script>alert(1)</script>` });
    await passenger.leaveCashier();
    expect(passenger.page().text).toContain("&#34;&#62;&#60;script&#62;");
    expect(passenger.page().text).not.toContain("<script>alert");
  });

  it.each([
    ["an unknown berth", { berth: "roof" }],
    ["an unknown provider", { provider: "__proto__" }],
    ["no name", { passenger: "  " }],
    ["a name that is too long", { passenger: "a".repeat(61) }],
    ["an invalid email address", { email: "ada" }],
  ])("is rejected with %s", async (_name, fields) => {
    const world = await openWorld();
    const passenger = createScriptedBrowser();
    await passenger.open(`${world.officeUrl}/trains/np-233`);
    await passenger.press("Book", { ...passengerForm, ...fields });
    expect(passenger.page().status).toBe(422);
    expect(passenger.page().text).toContain('role="alert"');
    expect(world.sandbox.transactions()).toEqual([]);
  });

  it("is limited in size", async () => {
    const world = await openWorld();
    const response = await fetch(`${world.officeUrl}/trains/np-233/book`, {
      method: "POST",
      headers: { origin: world.officeUrl },
      body: new URLSearchParams({ passenger: "x".repeat(10_000) }),
    });
    expect(response.status).toBe(413);
  });
});

describe("a ticket", () => {
  it("opens with its secret key only", async () => {
    const world = await openWorld();
    const { booking } = await goToProvider(world, "northbank");
    for (const key of [booking.id, booking.userId, "x"]) {
      for (const path of ["", "/events"]) {
        const response = await fetch(`${world.officeUrl}/tickets/${key}${path}`);
        expect(response.status).toBe(404);
      }
    }
    const response = await fetch(`${world.officeUrl}/tickets/${booking.key}`);
    expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
  });
});

describe("an unknown address", () => {
  it.each(["/nowhere", "/trains/np-000", "/style.css/../main.js"])("is a 404: %s", async (path) => {
    const world = await openWorld();
    const response = await fetch(world.officeUrl + path);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("Page not found");
  });
});
