// The life of a resource: made, shown, changed, tagged, listed, removed, and made again.

import assert from 'node:assert/strict';
import { lineage, names, REGION, stem, tagList } from './world.mjs';

export class Life {
  constructor(world, kind, home, name) {
    Object.assign(this, { world, kind, names: names(kind, home, name), own: stem(kind.name) + 'Name' });
  }

  async live(specs) {
    const first = { made: 'first', empty: '', 'ü %/': '+ü' };
    await this.create(specs[0], first);
    await this.describe(specs[0]);
    await this.tagged(first);
    for (const spec of [...specs.slice(1), specs.at(-1), specs[0]]) { // one of them twice: that counts too
      await this.update(spec);
      await this.describe(spec);
    }
    await this.listed();
    await this.remove(specs[0]);
    await this.gone();
    const { uid } = this;
    await this.create(specs[0], { made: 'again' });
    assert.notEqual(this.uid, uid);
    await this.hasTags({ made: 'again' });
    await this.remove(specs[0]);
  }

  // shown answers a spec as describe and delete show it.
  shown(spec) {
    return this.kind.name === 'VirtualNode' ? { backends: [], ...spec } : spec;
  }

  async call(verb, more) {
    return (await this.world.call(verb + this.kind.name, { ...this.names, ...more }))[stem(this.kind.name)];
  }

  async create(spec, tags) {
    const before = Date.now();
    const data = await this.call('Create', { spec, tags: tagList(tags) });
    this.uid = data.metadata.uid;
    this.version = 1;
    assert.match(this.uid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    this.created = this.updated = data.metadata.createdAt;
    timely(this.created, before);
    this.shows(data, spec);
  }

  async describe(spec) {
    this.shows(await this.call('Describe'), this.shown(spec));
    if (this.kind.name !== 'Mesh') {
      this.shows(await this.call('Describe', { meshOwner: this.world.account }), this.shown(spec));
    }
  }

  async update(spec) {
    const before = Date.now();
    const data = await this.call('Update', { spec });
    this.version++;
    this.moved(data, before);
    this.shows(data, spec);
  }

  async remove(spec) {
    const before = Date.now();
    const data = await this.call('Delete');
    if (this.kind.name !== 'Mesh') this.version++;
    this.moved(data, before);
    this.shows(data, this.shown(spec), 'DELETED');
  }

  moved(data, before) {
    const { lastUpdatedAt } = data.metadata;
    assert.ok(lastUpdatedAt >= this.updated, `lastUpdatedAt went from ${this.updated} to ${lastUpdatedAt}`);
    this.updated = lastUpdatedAt;
    timely(lastUpdatedAt, before);
  }

  get arn() {
    const path = lineage(this.kind).map((each) => `${stem(each)}/${this.names[stem(each) + 'Name']}`).join('/');
    return `arn:aws:appmesh:${REGION}:${this.world.account}:${path}`;
  }

  get item() {
    const { account } = this.world;
    return {
      arn: this.arn, createdAt: this.created, lastUpdatedAt: this.updated,
      meshOwner: account, resourceOwner: account, version: this.version,
    };
  }

  shows(data, spec, status = 'ACTIVE') {
    assert.deepEqual(data, { ...this.names, metadata: { ...this.item, uid: this.uid }, spec, status: { status } });
  }

  async listed() {
    const within = { ...this.names };
    delete within[this.own];
    const out = await this.world.call('List' + this.kind.plural, within);
    assert.equal(out.nextToken, undefined);
    const found = out[stem(this.kind.plural)].filter((item) => item[this.own] === this.names[this.own]);
    assert.deepEqual(found, [{ ...this.item, ...this.names }]);
  }

  async tagged(first) {
    const resourceArn = this.arn;
    await this.hasTags(first);
    await this.world.call('TagResource', { resourceArn, tags: tagList({ b: '1', made: 'changed' }) });
    await this.hasTags({ ...first, made: 'changed', b: '1' });
    await this.world.call('UntagResource', { resourceArn, tagKeys: ['b', 'never there', 'ü %/'] });
    await this.hasTags({ made: 'changed', empty: '' });
  }

  async hasTags(tags) {
    const out = await this.world.call('ListTagsForResource', { resourceArn: this.arn });
    assert.deepEqual(out.tags, tagList(tags));
  }

  async gone() {
    const { name } = this.kind;
    const resourceArn = this.arn;
    for (const [operation, members] of [
      ['Describe' + name, this.names],
      ['Delete' + name, this.names],
      ['Update' + name, { ...this.names, spec: this.kind.specs[0] }],
      ['ListTagsForResource', { resourceArn }],
      ['TagResource', { resourceArn, tags: tagList({ k: 'v' }) }],
      ['UntagResource', { resourceArn, tagKeys: ['k'] }],
    ]) {
      await this.world.refused('NotFoundException', operation, members);
    }
  }
}

// timely checks that a time is a Date, and of now.
function timely(at, before) {
  assert.ok(at instanceof Date, `${at} is no Date`);
  assert.ok(before <= at.getTime() && at.getTime() <= Date.now(), `${at.toISOString()} is not now`);
}
