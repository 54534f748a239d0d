/** Test files written for Jest as functions to call, in any order and any number of times. */
const { createRequire } = require("node:module");
const { register } = require("tsx/cjs/api");

// Jest's own parts: `describe` and its family build the tree, `expect` judges.
const jest = createRequire(require.resolve("jest"));
const parts = createRequire(jest.resolve("@jest/core"));
const circus = createRequire(parts.resolve("jest-config"))("jest-circus");
const globalsPath = require.resolve("@jest/globals");
const { jestExpect } = createRequire(globalsPath)("@jest/expect");

register();
const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus;
require.cache[globalsPath] = {
  id: globalsPath,
  filename: globalsPath,
  loaded: true,
  exports: {
    ...{ describe, test, it, beforeAll, beforeEach, afterAll, afterEach },
    expect: jestExpect,
    // Stryker knows for itself when a test takes too long.
    jest: { setTimeout: () => {} },
  },
};

/**
 * Each test stands alone: hooks for all tests of a block run around each of them.
 * @returns tests as `{ id, file, run }`; `run` rejects when the test fails
 */
exports.collectTests = function collectTests(file) {
  circus.resetState();
  require(file);
  const name = file.slice(process.cwd().length + 1);
  const ids = new Map();
  return leaves(circus.getState().rootDescribeBlock, []).map(({ path, run }) => {
    const id = [name, ...path].join(" > ");
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return { id: count === 1 ? id : `${id} (${count})`, file, run };
  });
};

function leaves(block, path) {
  return block.children.flatMap((child) => {
    const here = [...path, child.name];
    return child.type === "test" ? [{ path: here, run: () => runTest(child, block) }] : leaves(child, here);
  });
}

async function runTest(test, block) {
  if (test.mode === "skip" || test.mode === "todo") return;
  jestExpect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
  const blocks = [];
  for (let at = block; at; at = at.parent) blocks.push(at);
  for (const type of ["beforeAll", "beforeEach"])
    for (const at of blocks.toReversed()) for (const { fn } of ofType(at, type)) await fn();
  await test.fn();
  for (const type of ["afterEach", "afterAll"])
    for (const at of blocks) for (const { fn } of ofType(at, type)) await fn();
  jestExpect.extractExpectedAssertionsErrors().forEach(({ error }) => {
    throw error;
  });
}

const ofType = (block, type) => block.hooks.filter((hook) => hook.type === type);
