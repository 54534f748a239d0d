/**
 * Jest gives every test file a global object of its own, in which each look at `Object` or `Map` is a call through Node: a third
 * of a night in the lab. These never change, and are handed to every module as arguments. What tests or the lab replace
 * (timers, `fetch`, `console`) must not be among them.
 */
const UNCHANGING_GLOBALS = (
  "Array BigInt Boolean Buffer Date Error JSON Map Math Number Object Promise Proxy Reflect RegExp Set String Symbol " +
  "TextDecoder TextEncoder TypeError Uint8Array URL WeakMap WeakSet"
).split(" ");

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
  sandboxInjectedGlobals: UNCHANGING_GLOBALS,
  reporters: ["default", "<rootDir>/test/support/totals-reporter.cjs"],
};
