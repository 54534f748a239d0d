const orchestrator = require("./stryker.config.cjs");

/** The same for the hands: small mistakes in the converge functions, judged by the tests that drive the handlers over the lab's wire. */
module.exports = {
  ...orchestrator,
  mutate: ["lambdas/resources/**/*.ts"],
  testFiles: ["test/lambdas/**/*.test.ts"],
  ignorePatterns: [...orchestrator.ignorePatterns, "!state-machines/**", "!infra/**"],
  incrementalFile: ".build/mutation-hands.json",
  jsonReporter: { fileName: ".build/mutation-hands-report.json" },
};
