/** Prints the run's totals as the closing line, alone on its line, so that machines need not parse Jest's own summary. */
class TotalsReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    process.stdout.write(`${results.numPassedTests} passed, ${failed} failed\n`);
  }
}

module.exports = TotalsReporter;
