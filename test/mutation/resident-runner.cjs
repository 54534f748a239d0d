/**
 * Runs Jest's tests for Stryker in one process that stays: files are loaded once, a mistake is switched on by a number, and only the tests that
 * run its line are called. Jest itself would load every test file again for each of thousands of mistakes (2.5 s of a core instead of a few ms).
 */
const { resolve } = require("node:path");
const { collectTests } = require("./collect-tests.cjs");

/** Stryker's switchboard: the instrumented source reads `activeMutant` and counts in `mutantCoverage`. */
const switchboard = () => {
  globalThis.__stryker__ ??= {};
  return globalThis.__stryker__;
};

class ResidentRunner {
  static inject = ["options"];

  constructor({ testFiles }) {
    this.patterns = testFiles;
    process.on("unhandledRejection", (reason) => {
      this.stray = reason;
    });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ testFiles }) {
    this.files = testFiles.map((file) => resolve(file));
    this.load();
    const tests = [];
    for (const test of this.tests) {
      switchboard().currentTestId = test.id;
      const startedAt = Date.now();
      const failure = await this.outcome(test);
      const result = { id: test.id, name: test.id, fileName: test.file, timeSpentMs: Date.now() - startedAt };
      tests.push(failure === undefined ? { ...result, status: 0 } : { ...result, status: 1, failureMessage: failure });
    }
    switchboard().currentTestId = undefined;
    return { status: "complete", tests, mutantCoverage: switchboard().mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment }) {
    const board = switchboard();
    board.hitLimit = hitLimit;
    board.hitCount = hitLimit === undefined ? undefined : 0;
    // A table that is built while its module is loaded has to be built again with the mistake in it.
    const isBuiltIn = mutantActivation === "static";
    board.activeMutant = isBuiltIn ? activeMutant.id : undefined;
    try {
      if (reloadEnvironment || this.tests === undefined) this.load();
    } catch (error) {
      this.tests = undefined;
      return killed("loading the tests", String(error), 0);
    }
    board.activeMutant = activeMutant.id;
    const wanted = testFilter && new Set(testFilter);
    let nrOfTests = 0;
    for (const test of this.tests) {
      if (wanted && !wanted.has(test.id)) continue;
      nrOfTests += 1;
      const failure = await this.outcome(test);
      if (board.hitCount > hitLimit) return { status: "timeout", reason: `the line ran more than ${hitLimit} times` };
      if (failure !== undefined && (isBuiltIn || (await this.isOwn(test, activeMutant))))
        return killed(test.id, failure, nrOfTests);
    }
    return { status: "survived", nrOfTests };
  }

  /** A test may also fail because an earlier mistake has left something behind: then it fails without this one, too. */
  async isOwn(test, { id }) {
    const board = switchboard();
    board.activeMutant = undefined;
    board.hitCount = undefined;
    const isLeftBehind = (await this.outcome(test)) !== undefined;
    if (isLeftBehind) this.load();
    board.activeMutant = id;
    if (!isLeftBehind) return true;
    const fresh = this.tests.find((candidate) => candidate.id === test.id);
    return (await this.outcome(fresh)) !== undefined;
  }

  load() {
    for (const path of Object.keys(require.cache)) {
      if (path.startsWith(process.cwd()) && !path.includes("node_modules") && path !== __filename)
        delete require.cache[path];
    }
    this.tests = collectTests(this.files);
  }

  /** @returns why the test failed; undefined when it passed */
  async outcome(test) {
    this.stray = undefined;
    try {
      await test.run();
    } catch (error) {
      return String(error?.message ?? error);
    }
    return this.stray === undefined ? undefined : String(this.stray);
  }
}

const killed = (test, failureMessage, nrOfTests) => ({ status: "killed", killedBy: [test], failureMessage, nrOfTests });

exports.strykerPlugins = [{ kind: "TestRunner", name: "resident", injectableClass: ResidentRunner }];
