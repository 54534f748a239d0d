/** Tests run on swc: types are checked once, by `npm run types`. */
module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  // They need a browser: `npm run test:browser`.
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/browser/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { parser: { syntax: "typescript" }, target: "es2024" }, module: { type: "commonjs" } },
    ],
  },
  // Machines are shared and noisy: only a test that hangs is stopped.
  testTimeout: 300_000,
  maxWorkers: 2,
  reporters: ["default", "<rootDir>/test/support/totals-reporter.cjs"],
};
