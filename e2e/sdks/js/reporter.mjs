// Prints one line of JSON for each case of node's test runner, and at the end how many there were.

import { inspect } from 'node:util';

export default async function* report(source) {
  let cases = 0;
  for await (const { type, data } of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { error, type: of } = data.details;
    if (of === 'suite' && (!error || error.failureType === 'subtestsFailed')) continue;
    const line = { case: data.name, seconds: Math.round(data.details.duration_ms) / 1000 };
    if (data.skip !== undefined) line.failed = 'it was skipped';
    if (type === 'test:fail') line.failed = inspect(error.cause ?? error, { depth: 8 });
    cases++;
    yield JSON.stringify(line) + '\n';
  }
  yield JSON.stringify({ cases }) + '\n';
}
