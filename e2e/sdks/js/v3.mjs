// The driver of @aws-sdk/client-app-mesh, version 3 of the SDK for JavaScript.

import https from 'node:https';
import * as appmesh from '@aws-sdk/client-app-mesh';
import { drive } from './driver.mjs';

drive({
  client: ({ url, ca, credentials, attempts, region }) => {
    const requestHandler = {
      connectionTimeout: 10_000, requestTimeout: 30_000, throwOnRequestTimeout: true,
      ...(ca && { httpsAgent: new https.Agent({ ca }) }),
    };
    return new appmesh.AppMeshClient({ endpoint: url, region, credentials, maxAttempts: attempts, requestHandler });
  },
  call: (client, operation, input) => client.send(new appmesh[operation + 'Command'](input)),

  // The paginators write to the input, hence the copy.
  async pages(client, operation, input, pageSize) {
    const pages = [];
    for await (const page of appmesh['paginate' + operation]({ client, pageSize }, { ...input })) pages.push(page);
    return pages;
  },

  describe(error) {
    if (!(error instanceof appmesh.AppMeshServiceException)) return undefined;
    const { name: code, message, $metadata: { httpStatusCode: status, requestId } } = error;
    const modelled = appmesh[code] && error instanceof appmesh[code];
    return { kind: modelled ? code : '', code, message, status, requestId };
  },
});
