// @ts-check
// Who is let in, and what cannot be smuggled in.
import { expect, test } from "vitest";
import { createPassenger } from "../demo/passenger.js";
import { passengerForm, toProvider } from "../demo/scenes.js";
import { openWorld } from "./world.js";

test.each([
  ["another site", { origin: "https://elsewhere.example" }],
  ["a sandboxed frame", { origin: "null" }],
  ["nowhere", {}],
])("a form sent from %s is refused", async (_name, headers) => {
  const world = await openWorld();
  const { booking } = await toProvider(world, "northbank");
  for (const path of ["/trains/np-233/book", `/tickets/${booking.key}/again`]) {
    const answer = await fetch(world.officeUrl + path, {
      method: "POST",
      headers,
      body: new URLSearchParams({ ...passengerForm, berth: "cabin", provider: "pursa" }),
    });
    expect(answer.status).toBe(403);
  }
  expect(world.bookings.byId.size).toBe(1);
});

test("a name cannot bring markup into a page", async () => {
  const world = await openWorld();
  const passenger = createPassenger();
  await passenger.open(`${world.officeUrl}/trains/np-233`);
  await passenger.press("Hold", { ...passengerForm, passenger: `"><script>alert(1)</script>` });
  await passenger.press("Walk away");
  expect(passenger.page().text).toContain("&#34;&#62;&#60;script&#62;");
  expect(passenger.page().text).not.toContain("<script>alert");
});

test.each([
  ["no berth", { berth: "roof" }],
  ["no provider", { provider: "__proto__" }],
  ["no name", { passenger: "  " }],
  ["a name without end", { passenger: "a".repeat(61) }],
  ["no address", { email: "ada" }],
])("a booking with %s is told so, and asks the gateway for nothing", async (_name, typed) => {
  const world = await openWorld();
  const passenger = createPassenger();
  await passenger.open(`${world.officeUrl}/trains/np-233`);
  await passenger.press("Hold", { ...passengerForm, ...typed });
  expect(passenger.page().status).toBe(422);
  expect(passenger.page().text).toContain('role="alert"');
  expect(world.sandbox.transactions()).toEqual([]);
});

test("a form cannot be as large as it likes", async () => {
  const world = await openWorld();
  const answer = await fetch(`${world.officeUrl}/trains/np-233/book`, {
    method: "POST",
    headers: { origin: world.officeUrl },
    body: new URLSearchParams({ passenger: "x".repeat(10_000) }),
  });
  expect(answer.status).toBe(413);
});

test("a ticket is opened by its address, and by no name that the gateway shows", async () => {
  const world = await openWorld();
  const { booking } = await toProvider(world, "northbank");
  for (const key of [booking.id, booking.userId, "x"]) {
    for (const path of ["", "/events"]) {
      const answer = await fetch(`${world.officeUrl}/tickets/${key}${path}`);
      expect(answer.status).toBe(404);
    }
  }
  const answer = await fetch(`${world.officeUrl}/tickets/${booking.key}`);
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(answer.headers.get("referrer-policy")).toBe("same-origin");
});

test("a page or a train that is not there is a page that says so", async () => {
  const world = await openWorld();
  for (const path of ["/nowhere", "/trains/np-000", "/style.css/../main.js"]) {
    const answer = await fetch(world.officeUrl + path);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("No such platform");
  }
});
