/** Runs before every test file: no result counts that another Node than ours produced. */
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  throw new Error(
    `The tests need Node 24 or newer and run on ${process.version} (${process.execPath}): use npm test or npx vitest.`,
  );
}
