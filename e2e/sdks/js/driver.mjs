// Makes the calls that it reads, one JSON document on a line, with an SDK; see driver_test.go.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

// drive runs the driver. The sdk has:
// - client(settings), settings.ca being undefined or certificates in PEM
// - call(client, operation, input), returns the output
// - pages(client, operation, input, size), returns the outputs
// - describe(error), returns what driver_test.go calls a clientError, or undefined for an error that the SDK found itself
export function drive(sdk) {
  const clients = new Map();

  function clientFor({ url, caFile, keyId, secret, attempts }) {
    const key = JSON.stringify([url, caFile, keyId, secret, attempts]);
    if (!clients.has(key)) {
      const credentials = { accessKeyId: keyId, secretAccessKey: secret };
      const ca = caFile && readFileSync(caFile);
      clients.set(key, sdk.client({ url, ca, credentials, attempts, region: 'us-east-1' }));
    }
    return clients.get(key);
  }

  async function run(request) {
    const { operation, input, pageSize } = request;
    try {
      const client = clientFor(request);
      if (pageSize) return { pages: (await sdk.pages(client, operation, input, pageSize)).map(plain) };
      return { output: plain(await sdk.call(client, operation, input)) };
    } catch (error) {
      return { error: sdk.describe(error) ?? { kind: 'local', detail: String(error?.stack ?? error) } };
    }
  }

  createInterface({ input: process.stdin }).on('line', async (line) => {
    const request = JSON.parse(line);
    console.log(JSON.stringify({ id: request.id, ...(await run(request)) }));
  });
}

// plain returns a value with its times as numbers, and without what the SDK adds.
function plain(value) {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const own = Object.entries(value).filter(([name]) => !name.startsWith('$'));
  return Object.fromEntries(own.map(([name, each]) => [name, plain(each)]));
}

// stem returns an operation with a small first letter.
export const stem = (name) => name[0].toLowerCase() + name.slice(1);
