/** Prints the run's totals as the closing line, alone on its line, so that machines need not parse Jest's own summary. */
const { writeSync } = require("node:fs");

class TotalsReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest writes its own summary after every reporter has been told: only the very end of the process is after that.
    process.once("exit", () => writeSync(1, `${results.numPassedTests} passed, ${failed} failed\n`));
  }
}

module.exports = TotalsReporter;
