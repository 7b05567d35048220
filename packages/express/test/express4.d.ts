// Express 4 is tested with the types of Express 5: where they differ, the adapter must not care.
declare module "express4" {
  export { default } from "express";
}
