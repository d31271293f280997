// The story as aws-sdk, the second of the SDKs for JavaScript, tells it.

import assert from 'node:assert/strict';
import { Agent } from 'node:http';
import AWS from 'aws-sdk';
import { suite } from './suite.mjs';
import { stem } from './world.mjs';

const httpOptions = { agent: new Agent({ keepAlive: true }), connectTimeout: 10_000, timeout: 30_000 };

suite({
  client: ({ url, attempts, ...rest }) =>
    new AWS.AppMesh({ endpoint: url, maxRetries: attempts - 1, retryDelayOptions: { base: 20 }, httpOptions, ...rest }),
  call: (client, operation, members) => client[stem(operation)](members).promise(),
  attempts: (out) => out.$response.retryCount + 1,

  said: (error) => ({ code: error.code, message: error.message, status: error.statusCode, requestId: error.requestId }),
  classes: (error) => [error.code], // it has no classes of its own
  unmodelled: ['AccessDeniedException'],
  noMessage: null,

  // It sends nothing.
  refusesEmptyName: (error) => assert.equal(error.code, 'UriParameterError', error.stack),

  pages: (client, operation, members, limit) =>
    new Promise((resolve, reject) => {
      const all = [];
      client[stem(operation)]({ ...members, limit }).eachPage((error, page) => {
        if (error) reject(error);
        else if (page) all.push(page);
        else resolve(all);
      });
    }),

  retried: ['InternalServerErrorException', 'ServiceUnavailableException', 'TooManyRequestsException'],
  operations: Object.values(new AWS.AppMesh({ region: 'us-east-1' }).api.operations).map((operation) => operation.name),
});
