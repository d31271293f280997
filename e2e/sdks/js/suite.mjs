// The story as both SDKs for JavaScript tell it; what differs between them comes with the sdk.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Life } from './life.mjs';
import { called, filled, KINDS, names, QUIET, REGION, says, stem, STORY, tagList, World } from './world.mjs';

const ATTEMPTS = 3;
const codes = Object.keys(STORY.exceptions);
const pad = (n) => String(n).padStart(2, '0');

export function suite(sdk) {
  const world = (options) => new World(sdk, options);

  describe('all', { concurrency: 16, timeout: 120_000 }, () => {
    for (const kind of STORY.kinds) {
      it(`life/${kind.name}`, async () => {
        const w = world();
        if (kind.name !== 'Mesh') await w.stage();
        await new Life(w, kind, 'home', 'subject').live(kind.specs);
      });
    }

    STORY.oddNames.forEach((name, i) => {
      // In a path once and twice, and in a reference.
      // Other kinds have plain names only (rule 64).
      const kinds = ['VirtualGateway', 'VirtualService', 'GatewayRoute'];
      it(`odd name/${i} ${[...name].slice(0, 8).join('')}`, async () => {
        for (const kind of kinds.map((each) => KINDS[each])) {
          const w = world();
          const home = kind.homes.length === 2 ? name : 'home';
          await w.stage(home);
          await new Life(w, kind, home, name).live([kind.specs.at(kind.name === 'VirtualService' ? 0 : -1)]);
        }
      });
    });

    const town = world();
    const built = town.run([...STORY.stage, ...STORY.town]);
    built.catch(() => {}); // each refusal hears of it
    for (const row of STORY.refusals) {
      it(`refused/${row.what}`, async () => {
        await built;
        const said = await town.refused(row.code, row.operation, filled(row.in, town.account));
        if (row.message === '') assert.equal(said.message, sdk.noMessage);
        else says(filled(row.message, town.account), said.message);
      });
    }

    it('too many tags', async () => {
      const w = world();
      const tags = Array.from({ length: 52 }, (_, n) => ({ key: `key ${pad(n)}`, value: '' }));
      const { mesh } = await w.call('CreateMesh', { meshName: 'mesh', tags: tags.slice(0, 49) });
      const { arn: resourceArn } = mesh.metadata;
      await w.refused('TooManyTagsException', 'TagResource', { resourceArn, tags: tags.slice(49) });
      assert.deepEqual((await w.call('ListTagsForResource', { resourceArn })).tags, tags.slice(0, 49));
    });

    it('forbidden in a shared mesh', async () => {
      const [owner, guest] = [world(), world()];
      const meshOwner = owner.account;
      await owner.stage();
      await owner.admin('POST', '/shares', { meshName: 'mesh', meshOwner, region: REGION, account: guest.account });
      const { mesh } = await guest.call('DescribeMesh', { meshName: 'mesh', meshOwner });
      assert.equal(mesh.metadata.resourceOwner, meshOwner);
      await guest.refused('ForbiddenException', 'DescribeVirtualGateway', { meshName: 'mesh', virtualGatewayName: 'home', meshOwner });
    });

    it('over quota', async () => {
      const w = world({ url: QUIET });
      for (const meshName of ['a', 'b']) await w.call('CreateMesh', { meshName });
      await w.refused('LimitExceededException', 'CreateMesh', { meshName: 'c' });
    });

    for (const code of codes) {
      it(`injected/${code}`, async () => {
        const w = world({ url: QUIET });
        await w.inject({ code, message: 'as injected: ü' });
        const said = await w.refused(code, 'DescribeMesh', { meshName: 'mesh' });
        assert.equal(said.message, 'as injected: ü');
        assert.deepEqual(await w.outcomes('DescribeMesh'), [code]);
      });
    }

    it('access denied', async () => {
      const error = await world().error('ListTagsForResource', { resourceArn: 'arn:aws:appmesh:us-east-1:111111111111:mesh/default' });
      assert.deepEqual([sdk.said(error).code, sdk.said(error).status, ...sdk.classes(error)], ['AccessDeniedException', 403, ...sdk.unmodelled]);
    });

    for (const [what, operation, members] of [
      ['a mesh', 'DescribeMesh', { meshName: '' }],
      ['a gateway', 'DeleteVirtualGateway', { meshName: 'mesh', virtualGatewayName: '' }],
      ['a route', 'UpdateRoute', { meshName: 'mesh', virtualRouterName: 'home', routeName: '', spec: KINDS.Route.specs[0] }],
      ['a mesh with a service', 'ListVirtualServices', { meshName: '' }],
    ]) {
      it(`empty name/${what}`, async () => {
        const w = world();
        await w.stage();
        sdk.refusesEmptyName(await w.error(operation, members));
        await w.call('DescribeVirtualGateway', { meshName: 'mesh', virtualGatewayName: 'home' });
      });
    }

    for (const kind of STORY.kinds) it(`pages/${kind.name}`, () => pages(world(), kind));

    it('pages/tags', async () => {
      const w = world();
      const tags = Array.from({ length: 50 }, (_, n) => ({ key: `key ${pad(49 - n)}`, value: 'v' }));
      const { mesh } = await w.call('CreateMesh', { meshName: 'mesh', tags });
      for (const size of [1, 7, 50]) {
        const got = await sdk.pages(w.client, 'ListTagsForResource', { resourceArn: mesh.metadata.arn }, size);
        assert.deepEqual(got.map((page) => page.tags), chunks(tags, size));
      }
    });

    for (const code of codes.filter((each) => sdk.retried.includes(each))) {
      it(`retried until it works/${code}`, async () => {
        const w = world({ url: QUIET, attempts: ATTEMPTS });
        await w.inject({ code, first: ATTEMPTS - 1 });
        const out = await w.call('CreateMesh', { meshName: 'mesh' });
        assert.equal(sdk.attempts(out), ATTEMPTS);
        assert.deepEqual(await w.outcomes('CreateMesh'), [...Array(ATTEMPTS - 1).fill(code), '']);
      });
      it(`retried in vain/${code}`, async () => {
        const w = world({ url: QUIET, attempts: ATTEMPTS });
        await w.inject({ code });
        await w.refused(code, 'ListMeshes');
        assert.deepEqual(await w.outcomes('ListMeshes'), Array(ATTEMPTS).fill(code));
      });
    }

    for (const code of codes.filter((each) => !sdk.retried.includes(each))) {
      it(`not retried/${code}`, async () => {
        const w = world({ url: QUIET, attempts: ATTEMPTS });
        await w.inject({ code });
        await w.refused(code, 'ListMeshes');
        assert.deepEqual(await w.outcomes('ListMeshes'), [code]);
      });
    }

    for (const kind of STORY.kinds) it(`lost answer/${kind.name}`, () => lostAnswer(world({ url: QUIET, attempts: 2 }), kind));
  });

  it('all 38 operations', { timeout: 120_000 }, () => {
    assert.equal(sdk.operations.length, 38);
    assert.deepEqual(sdk.operations.filter((operation) => !called.has(operation)), []);
  });
}

// pages: they are full, and in byte order.
async function pages(w, kind) {
  await w.stage();
  const want = { Mesh: ['mesh'], VirtualNode: ['node'], VirtualService: ['service'], VirtualRouter: ['home'], VirtualGateway: ['home'] }[kind.name] ?? [];
  for (const name of ['b', 'B', 'a-1', 'a', 'a_1', '10', '9']) {
    await w.call('Create' + kind.name, { ...names(kind, 'home', name), spec: kind.specs.at(-1) });
    want.push(name);
  }
  want.sort();
  const own = stem(kind.name) + 'Name';
  const within = names(kind, 'home', '');
  delete within[own];
  for (const size of [1, 2, want.length - 1, want.length, 100]) {
    const got = await w.sdk.pages(w.client, 'List' + kind.plural, within, size);
    assert.deepEqual(got.map((page) => page[stem(kind.plural)].map((item) => item[own])), chunks(want, size));
  }
}

// lostAnswer: a client that heard no answer asks again, and nothing is made or changed twice.
async function lostAnswer(w, kind) {
  if (kind.name !== 'Mesh') await w.stage();
  const resource = names(kind, 'home', 'subject');
  const [first, second] = kind.specs;
  for (const [verb, version, more] of [['Create', 1, { spec: first, tags: tagList({ k: 'v' }) }], ['Update', 2, { spec: second }]]) {
    const operation = verb + kind.name;
    await w.inject({ cut: 'before', after: true, first: 1, operation, resource: 'subject' });
    const out = await w.call(operation, { ...resource, ...more });
    assert.equal(w.sdk.attempts(out), 2);
    assert.deepEqual((await w.outcomes(operation)).slice(-2), ['cut', '']);
    const told = out[stem(kind.name)].metadata;
    assert.equal(told.version, version);
    const shown = await w.call('Describe' + kind.name, resource);
    assert.deepEqual(shown[stem(kind.name)].metadata, told);
  }
}

function chunks(all, size) {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}
