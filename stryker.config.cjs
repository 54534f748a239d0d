/** Mutation testing: small mistakes are made in the source one by one, and each has to make a test fail. How to read it: docs/mutation.md. */
module.exports = {
  plugins: ["./test/mutation/resident-runner.cjs"],
  testRunner: "resident",
  // Each mistake meets only the tests that run its line.
  coverageAnalysis: "perTest",
  mutate: ["orchestrator/**/*.ts"],
  testFiles: ["test/orchestrator/**/*.test.ts"],
  // Texts for people are held by message tests; a mistake in one word of them is no mistake in what Baton does.
  mutator: { excludedMutations: ["StringLiteral"] },
  // Only what the tests of this run read is copied.
  ignorePatterns: ["**", "!orchestrator/**", "!plans/**", "!lambdas/**", "!test/**", "!lab/**", "!*.cjs", "!docs/**"],
  tempDirName: ".build/mutation",
  // Types are checked once, by `npm run types`.
  disableTypeChecks: false,
  concurrency: 1,
  timeoutMS: 20_000,
  // The tests of the hands take minutes on a busy machine.
  dryRunTimeoutMinutes: 30,
  // What was tested and has not changed since is not tested again.
  incremental: true,
  incrementalFile: ".build/mutation.json",
  reporters: ["clear-text", "json", "progress-append-only"],
  jsonReporter: { fileName: ".build/mutation-report.json" },
  clearTextReporter: { logTests: false, reportTests: false, allowColor: false },
  thresholds: { high: 95, low: 85, break: 85 },
};
