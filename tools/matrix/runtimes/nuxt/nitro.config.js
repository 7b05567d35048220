// As Nuxt 3 and 4 configure Nitro 2: sources in `server`, and an app below a base path.
export default {
  compatibilityDate: "2026-11-01",
  srcDir: "server",
  baseURL: "/shop/",
  // Runs the app during the build, without secrets.
  prerender: { routes: ["/page"] },
};
