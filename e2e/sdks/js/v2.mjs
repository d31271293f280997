// The driver of aws-sdk, version 2 of the SDK for JavaScript.

import http from 'node:http';
import https from 'node:https';
import AWS from 'aws-sdk';
import { drive, stem } from './driver.mjs';

drive({
  client: ({ url, ca, credentials, attempts, region }) => {
    const agent = url.startsWith('https:') ? new https.Agent({ ca }) : new http.Agent({ keepAlive: true });
    return new AWS.AppMesh({
      endpoint: url, region, ...credentials, maxRetries: attempts - 1, retryDelayOptions: { base: 20 },
      httpOptions: { agent, connectTimeout: 10_000, timeout: 30_000 },
    });
  },
  call: (client, operation, input) => client[stem(operation)](input).promise(),

  pages: (client, operation, input, limit) =>
    new Promise((resolve, reject) => {
      const pages = [];
      client[stem(operation)]({ ...input, limit }).eachPage((error, page) => {
        if (error) reject(error);
        else if (page) pages.push(page);
        else resolve(pages);
      });
    }),

  // This SDK has no classes of exceptions: the code stands for the class.
  describe: ({ code, message, statusCode: status, requestId }) =>
    status && { kind: code === 'AccessDeniedException' ? '' : code, code, message: message ?? '', status, requestId },
});
