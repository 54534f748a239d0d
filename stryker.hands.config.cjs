const orchestrator = require("./stryker.config.cjs");

/** The same for the hands: small mistakes in the converge functions, judged by the tests that drive the handlers over the lab's wire. */
module.exports = {
  ...orchestrator,
  mutate: ["lambdas/resources/**/*.ts"],
  // A death at each of 24 calls is a world each time: those tests cost about as much as all the others, and are left out.
  testFiles: ["test/lambdas/**/!(deaths).test.ts"],
  ignorePatterns: [...orchestrator.ignorePatterns, "!state-machines/**", "!infra/**"],
  incrementalFile: ".build/mutation-hands.json",
  jsonReporter: { fileName: ".build/mutation-hands-report.json" },
};
