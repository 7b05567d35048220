/** Conventional Commits; a subject fits the narrow columns of git's tools. */
export default {
  extends: ["@commitlint/config-conventional"],
  rules: {
    "header-max-length": [2, "always", 72],
    // Bodies hold tables and links.
    "body-max-line-length": [0],
    "footer-max-line-length": [0],
  },
};
