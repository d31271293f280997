import assert from "node:assert/strict";
import { randomInt } from "node:crypto";
import { test } from "node:test";

import {
  AppMeshClient, CreateMeshCommand, CreateVirtualGatewayCommand, DescribeVirtualGatewayCommand, ListMeshesCommand,
  NotFoundException, paginateListMeshes,
} from "@aws-sdk/client-app-mesh";

const url = process.env.AWS_ENDPOINT_URL_APP_MESH;
assert.ok(url, "start appmesh-mock, and set AWS_ENDPOINT_URL_APP_MESH to its URL");

/** A client in an account of its own. */
function newClient(t) {
  const account = String(randomInt(1e12)).padStart(12, "0");
  const client = new AppMeshClient({
    region: "us-east-1", credentials: { accessKeyId: account, secretAccessKey: "secret" }, maxAttempts: 2,
  });
  t.after(() => client.destroy());
  return { account, client };
}

test("a gateway is as it was made", async (t) => {
  const { client } = newClient(t);
  await client.send(new CreateMeshCommand({ meshName: "shop" }));
  const names = { meshName: "shop", virtualGatewayName: "ingress" };
  const spec = { listeners: [{ portMapping: { port: 8080, protocol: "http" } }] };
  await client.send(new CreateVirtualGatewayCommand({ ...names, spec }));
  const { virtualGateway } = await client.send(new DescribeVirtualGatewayCommand(names));
  assert.deepEqual(virtualGateway.spec, spec);
  assert.ok(virtualGateway.metadata.createdAt instanceof Date);
});

test("a gateway that is not there", async (t) => {
  const { client } = newClient(t);
  await assert.rejects(client.send(new DescribeVirtualGatewayCommand({ meshName: "shop", virtualGatewayName: "none" })), NotFoundException);
});

test("pages", async (t) => {
  const { client } = newClient(t);
  for (const meshName of ["a", "b", "c"]) await client.send(new CreateMeshCommand({ meshName }));
  const seen = [];
  for await (const page of paginateListMeshes({ client, pageSize: 2 }, {})) seen.push(page.meshes.map((mesh) => mesh.meshName));
  assert.deepEqual(seen, [["a", "b"], ["c"]]);
});

test("the client is throttled once, and comes back", async (t) => {
  const { account, client } = newClient(t);
  const fault = { operation: "ListMeshes", account, code: "TooManyRequestsException", first: 1 };
  const answer = await fetch(`${url}/_mock/faults`, { method: "POST", body: JSON.stringify(fault) });
  assert.equal(answer.status, 200);
  const { $metadata } = await client.send(new ListMeshesCommand({}));
  assert.equal($metadata.attempts, 2);
});
