// The story as @aws-sdk/client-app-mesh tells it.

import assert from 'node:assert/strict';
import * as appmesh from '@aws-sdk/client-app-mesh';
import { suite } from './suite.mjs';
import { STORY } from './world.mjs';

const timeouts = { connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

suite({
  client: ({ url, attempts, region, ...credentials }) =>
    new appmesh.AppMeshClient({ endpoint: url, region, credentials, maxAttempts: attempts, requestHandler: timeouts }),
  call: (client, operation, members) => client.send(new appmesh[operation + 'Command'](members)),
  attempts: (out) => out.$metadata.attempts,

  said: (error) => ({
    code: error.name, message: error.message, status: error.$metadata?.httpStatusCode, requestId: error.$metadata?.requestId,
  }),
  classes(error) {
    assert.ok(error instanceof appmesh.AppMeshServiceException, error.stack);
    return Object.keys(STORY.exceptions).filter((code) => error instanceof appmesh[code]);
  },
  unmodelled: [],
  noMessage: 'UnknownError',

  // It sends the path with a slash at its end.
  refusesEmptyName(error) {
    assert.ok(error instanceof appmesh.AppMeshServiceException, error.stack);
    assert.ok([400, 404].includes(error.$metadata.httpStatusCode), error.stack);
    assert.equal(error.$metadata.attempts, 1);
    assert.notEqual(error.message, '');
  },

  // Its paginators write into the members, hence the copy.
  async pages(client, operation, members, pageSize) {
    const all = [];
    for await (const page of appmesh['paginate' + operation]({ client, pageSize }, { ...members })) all.push(page);
    return all;
  },

  retried: ['InternalServerErrorException', 'LimitExceededException', 'ServiceUnavailableException', 'TooManyRequestsException'],
  operations: Object.keys(appmesh).filter((each) => /.Command$/.test(each) && each !== '$Command').map((each) => each.slice(0, -'Command'.length)),
});
