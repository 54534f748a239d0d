/** Tests that need a browser; `npm test` leaves them out. They print no totals line: that is the last word of `npm test`. */
const common = require("./jest.config.cjs");

module.exports = {
  ...common,
  testMatch: ["<rootDir>/test/browser/**/*.test.ts"],
  testPathIgnorePatterns: ["/node_modules/"],
  maxWorkers: 1,
  reporters: ["default"],
};
