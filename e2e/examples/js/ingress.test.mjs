import assert from "node:assert/strict";
import { after, test } from "node:test";

import {
  AppMeshClient, CreateMeshCommand, CreateVirtualGatewayCommand, DescribeVirtualGatewayCommand, ListMeshesCommand,
  NotFoundException, paginateListMeshes,
} from "@aws-sdk/client-app-mesh";

import { startAppMesh } from "./appmesh-mock.mjs";

const server = await startAppMesh();
after(() => server.stop());

/** Returns a client in an account of the test's own. */
function newClient(t) {
  const caller = server.caller();
  const client = new AppMeshClient({ ...caller.config, maxAttempts: 2 });
  t.after(async () => {
    client.destroy();
    await caller.close();
  });
  return { caller, client };
}

test("a gateway is described as created", async (t) => {
  const { client } = newClient(t);
  await client.send(new CreateMeshCommand({ meshName: "shop" }));
  const names = { meshName: "shop", virtualGatewayName: "ingress" };
  const spec = { listeners: [{ portMapping: { port: 8080, protocol: "http" } }] };
  await client.send(new CreateVirtualGatewayCommand({ ...names, spec }));
  const { virtualGateway } = await client.send(new DescribeVirtualGatewayCommand(names));
  assert.deepEqual(virtualGateway.spec, spec);
  assert.ok(virtualGateway.metadata.createdAt instanceof Date);
});

test("a missing gateway is a NotFoundException, and the report has a hint", async (t) => {
  const { caller, client } = newClient(t);
  await client.send(new CreateMeshCommand({ meshName: "shop" }));
  const missing = new DescribeVirtualGatewayCommand({ meshName: "Shop", virtualGatewayName: "none" });
  await assert.rejects(client.send(missing), NotFoundException);
  assert.match(await caller.report(), /DescribeVirtualGateway 404 NotFoundException\n {4}hint /);
});

test("lists have pages, without the meshes of other tests", async (t) => {
  const { client } = newClient(t);
  for (const meshName of ["a", "b", "c"]) await client.send(new CreateMeshCommand({ meshName }));
  const seen = [];
  for await (const page of paginateListMeshes({ client, pageSize: 2 }, {})) seen.push(page.meshes.map((mesh) => mesh.meshName));
  assert.deepEqual(seen, [["a", "b"], ["c"]]);
});

test("a throttled call is retried", async (t) => {
  const { caller, client } = newClient(t);
  await caller.inject({ operation: "ListMeshes", code: "TooManyRequestsException", first: 1 });
  const { $metadata } = await client.send(new ListMeshesCommand({}));
  assert.equal($metadata.attempts, 2);
  assert.deepEqual((await caller.calls({ operation: "ListMeshes" })).map((call) => call.status), [429, 200]);
});
