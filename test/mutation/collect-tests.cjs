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
 * A file with `beforeAll` or `afterAll` is one test, because what its hook runs belongs to all its tests; otherwise each test stands alone.
 * @returns tests as `{ id, file, run }`; `run` rejects when the test fails
 */
exports.collectTests = testsOf;

function testsOf(file) {
  circus.resetState();
  require(file);
  const root = circus.getState().rootDescribeBlock;
  const name = file.slice(process.cwd().length + 1);
  if (hasHookForAll(root)) return [{ id: name, file, run: () => runBlock(root) }];
  const ids = new Map();
  return leaves(root, []).map(({ path, run }) => {
    const id = [name, ...path].join(" > ");
    const count = (ids.get(id) ?? 0) + 1;
    ids.set(id, count);
    return { id: count === 1 ? id : `${id} (${count})`, file, run };
  });
}

function hasHookForAll(block) {
  return (
    block.hooks.some(({ type }) => type.endsWith("All")) ||
    block.children.some((child) => child.type === "describeBlock" && hasHookForAll(child))
  );
}

function leaves(block, path) {
  return block.children.flatMap((child) => {
    const here = [...path, child.name];
    return child.type === "test" ? [{ path: here, run: () => runTest(child, block) }] : leaves(child, here);
  });
}

async function runBlock(block) {
  for (const { fn } of ofType(block, "beforeAll")) await fn();
  for (const child of block.children) await (child.type === "test" ? runTest(child, block) : runBlock(child));
  for (const { fn } of ofType(block, "afterAll")) await fn();
}

async function runTest(test, block) {
  if (test.mode === "skip" || test.mode === "todo") return;
  jestExpect.setState({ assertionCalls: 0, expectedAssertionsNumber: null, isExpectingAssertions: false });
  const blocks = [];
  for (let at = block; at; at = at.parent) blocks.push(at);
  for (const at of blocks.toReversed()) for (const { fn } of ofType(at, "beforeEach")) await fn();
  await test.fn();
  for (const at of blocks) for (const { fn } of ofType(at, "afterEach")) await fn();
  jestExpect.extractExpectedAssertionsErrors().forEach(({ error }) => {
    throw error;
  });
}

const ofType = (block, type) => block.hooks.filter((hook) => hook.type === type);
