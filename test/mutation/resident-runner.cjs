/**
 * Runs Jest's tests for Stryker in one process that stays: files are loaded once, a mistake is switched on by a number, and only the tests that
 * run its line are called. Jest itself would load every test file again for each of thousands of mistakes (2.5 s of a core instead of a few ms).
 */
const { readFileSync, writeFileSync } = require("node:fs");
const { resolve } = require("node:path");
const { collectTests } = require("./collect-tests.cjs");

/** Stryker's switchboard: the instrumented source reads `activeMutant` and counts in `mutantCoverage`. */
const board = globalThis.__stryker__ ?? {};
globalThis.__stryker__ = board;

/**
 * What the first run has found, in the copy that is tested: a process that hung is replaced by one that never saw that run. Stryker
 * loads this file before it goes to that copy.
 */
const findingsFile = () => resolve("resident-runner.json");

class ResidentRunner {
  static inject = [];

  constructor() {
    process.on("unhandledRejection", (reason) => {
      this.stray = reason;
    });
  }

  capabilities() {
    return { reloadEnvironment: true };
  }

  async dryRun({ testFiles }) {
    this.files = testFiles.map((file) => resolve(file));
    forgetSource();
    this.tests = this.files.flatMap(collectTests);
    const tests = [];
    this.durationsMs = new Map();
    for (const test of this.tests) {
      board.currentTestId = test.id;
      const startedAt = Date.now();
      const failureMessage = await this.outcome(test);
      const timeSpentMs = Date.now() - startedAt;
      this.durationsMs.set(test.id, timeSpentMs);
      const result = { id: test.id, name: test.id, fileName: test.file, timeSpentMs };
      tests.push(failureMessage === undefined ? { ...result, status: 0 } : { ...result, status: 1, failureMessage });
    }
    board.currentTestId = undefined;
    this.coverage = board.mutantCoverage;
    this.tests = this.shortestFirst(this.tests);
    const findings = { files: this.files, durationsMs: [...this.durationsMs], coverage: this.coverage };
    writeFileSync(findingsFile(), JSON.stringify(findings));
    return { status: "complete", tests, mutantCoverage: this.coverage };
  }

  async mutantRun({ activeMutant: { id }, testFilter, hitLimit, reloadEnvironment }) {
    this.recall();
    board.hitLimit = hitLimit;
    board.hitCount = hitLimit === undefined ? undefined : 0;
    try {
      if (reloadEnvironment) return await this.judgeAnew(id, hitLimit);
      board.activeMutant = undefined;
      this.tests ??= this.shortestFirst(this.files.flatMap(collectTests));
      const wanted = testFilter && new Set(testFilter);
      return await this.judge(id, wanted ? this.tests.filter((test) => wanted.has(test.id)) : this.tests, hitLimit);
    } finally {
      board.activeMutant = undefined;
    }
  }

  recall() {
    if (this.files) return;
    const { files, durationsMs, coverage } = JSON.parse(readFileSync(findingsFile(), "utf8"));
    Object.assign(this, { files, durationsMs: new Map(durationsMs), coverage });
  }

  /** Tests that are loaded already: the mistake is switched on and off again. */
  async judge(id, tests, hitLimit) {
    for (const [index, test] of tests.entries()) {
      board.activeMutant = id;
      const failure = await this.outcome(test);
      if (board.hitCount > hitLimit) return ranAway(hitLimit);
      if (failure === undefined) continue;
      // A test may also fail because an earlier mistake has left something behind: then it fails without this one, too.
      board.activeMutant = undefined;
      if ((await this.outcome(test)) === undefined) return killed(test.id, failure, index + 1);
      return await this.judgeAnew(id, hitLimit);
    }
    return { status: "survived", nrOfTests: tests.length };
  }

  /** A table that is built while its module is loaded is built with the mistake in it. Test files are loaded one by one, the likeliest first. */
  async judgeAnew(id, hitLimit) {
    this.tests = undefined;
    forgetSource();
    board.activeMutant = id;
    let nrOfTests = 0;
    try {
      for (const file of this.likeliestFirst(id)) {
        for (const test of collectTests(file)) {
          nrOfTests += 1;
          const failure = await this.outcome(test);
          if (board.hitCount > hitLimit) return ranAway(hitLimit);
          if (failure !== undefined) return killed(test.id, failure, nrOfTests);
        }
      }
    } catch (error) {
      return { ...killed("", `A test file does not load: ${error}`, nrOfTests), killedBy: [] };
    } finally {
      forgetSource();
    }
    return { status: "survived", nrOfTests };
  }

  /** One failure is enough, and most mistakes make several tests fail. */
  shortestFirst(tests) {
    const durationMs = ({ id }) => this.durationsMs.get(id) ?? 0;
    return tests.toSorted((one, other) => durationMs(one) - durationMs(other));
  }

  likeliestFirst(id) {
    const covering = new Set();
    for (const [test, mutants] of Object.entries(this.coverage?.perTest ?? {}))
      if (mutants[id]) covering.add(resolve(test.split(" > ")[0]));
    const rank = (file) => (covering.has(file) ? 0 : 1);
    return this.files.toSorted((one, other) => rank(one) - rank(other));
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

/** Packages stay: nothing is mutated there. */
function forgetSource() {
  const root = `${process.cwd()}/`;
  for (const path of Object.keys(require.cache)) {
    if (path.startsWith(root) && !path.includes("/node_modules/") && !path.startsWith(__dirname))
      delete require.cache[path];
  }
}

const killed = (test, failureMessage, nrOfTests) => ({ status: "killed", killedBy: [test], failureMessage, nrOfTests });
const ranAway = (hitLimit) => ({ status: "timeout", reason: `the line ran more than ${hitLimit} times` });

exports.strykerPlugins = [{ kind: "TestRunner", name: "resident", injectableClass: ResidentRunner }];
