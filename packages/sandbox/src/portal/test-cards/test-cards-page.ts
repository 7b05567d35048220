import type { PortalPage } from "../portal-page.js";
import { testCardsView } from "./test-cards-view.js";

/** The cards and amounts with a fixed result. */
export const testCardsPage: PortalPage = {
  path: "test-cards",
  title: "Test cards",
  icon: "cards",
  group: "Sandbox",
  add(routes, portal) {
    routes.get("/", (c) =>
      portal
        .page(c)
        .show({ title: "Test cards and amounts", watches: [], content: testCardsView() }),
    );
  },
};
