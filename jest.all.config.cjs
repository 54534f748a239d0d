/** Every test, in a browser or not: what CI runs. Those in a browser mostly wait, beside the others that cost no time. */
const common = require("./jest.config.cjs");

module.exports = { ...common, testPathIgnorePatterns: ["/node_modules/"] };
