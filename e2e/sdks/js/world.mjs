// What the cases of both SDKs are made of: the story, and a client in a world of its own.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const { E2E_URL, E2E_QUIET_URL, E2E_STORY, E2E_ACCOUNT, E2E_SECRET } = process.env;

export const REGION = 'us-east-1';
export const SHARED = E2E_URL; // a server for everybody
export const QUIET = E2E_QUIET_URL; // one for this suite, whose journal has every call and that allows two meshes
export const STORY = JSON.parse(readFileSync(E2E_STORY, 'utf8'));
export const KINDS = Object.fromEntries(STORY.kinds.map((kind) => [kind.name, kind]));

let account = Number(E2E_ACCOUNT);
const nextAccount = () => String(account++).padStart(12, '0');

export const called = new Set(); // operations, with success

// stem answers a kind as ARNs and members have it.
export const stem = (name) => name[0].toLowerCase() + name.slice(1);
export const lineage = (kind) => [...kind.homes, kind.name];

// names answers the members that name a resource in the mesh "mesh".
export function names(kind, home, name) {
  const outer = ['mesh', home].slice(0, kind.homes.length);
  return Object.fromEntries(lineage(kind).map((each, i) => [stem(each) + 'Name', [...outer, name][i]]));
}

// World is an account, and a client that works in it. It tries once unless it is told otherwise.
export class World {
  constructor(sdk, { url = SHARED, attempts = 1, account = nextAccount() } = {}) {
    Object.assign(this, { sdk, url, account });
    this.client = sdk.client({ url, attempts, region: REGION, accessKeyId: account, secretAccessKey: E2E_SECRET });
  }

  async call(operation, members = {}) {
    const out = await this.sdk.call(this.client, operation, members);
    called.add(operation);
    return out;
  }

  async run(calls) {
    for (const { operation, in: members } of calls) await this.call(operation, members);
  }

  // stage makes what a resource of any kind needs around it.
  async stage(home = 'home') {
    await this.run(STORY.stage.map(({ operation, in: members }) => {
      const own = stem(operation.slice('Create'.length)) + 'Name';
      return { operation, in: own === 'virtualGatewayName' && members[own] === 'home' ? { ...members, [own]: home } : members };
    }));
  }

  // refused calls what is to be refused, and answers what the error says: it is of the class, and of no other.
  async refused(code, operation, members = {}) {
    const error = await this.error(operation, members);
    const said = this.sdk.said(error);
    assert.equal(said.code, code, error.stack);
    assert.deepEqual(this.sdk.classes(error), [code]);
    assert.equal(said.status, STORY.exceptions[code]);
    assert.match(said.requestId, /^[0-9a-f-]{36}$/);
    return said;
  }

  async error(operation, members = {}) {
    try {
      await this.sdk.call(this.client, operation, members);
    } catch (error) {
      return error;
    }
    assert.fail(`${operation} was not refused`);
  }

  // admin asks the administration of the server.
  async admin(method, path, body) {
    const answer = await fetch(`${this.url}/_mock${path}`, {
      method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  inject(fault) {
    return this.admin('POST', '/faults', { ...fault, account: this.account });
  }

  // outcomes answers what the journal has of an operation: the code of each call, "" for a success and "cut" for a cut.
  async outcomes(operation) {
    const { calls } = await this.admin('GET', `/calls?operation=${operation}&account=${this.account}`);
    return calls.map(({ code, status }) => code || (status ? '' : 'cut'));
  }
}

// filled answers the value with the account in it.
export const filled = (value, account) => JSON.parse(JSON.stringify(value).replaceAll('ACCOUNT', account));

// says checks a message; … in the pattern stands for anything.
export function says(pattern, message) {
  const parts = pattern.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  assert.match(message, new RegExp(`^${parts.join('.*')}$`, 's'));
}

export const tagList = (tags) => Object.entries(tags).map(([key, value]) => ({ key, value }));
