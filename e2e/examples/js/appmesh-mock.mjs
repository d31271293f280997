/**
 * Test helper for appmesh-mock. Copy this file into your project; it needs Node 20 and no package.
 *
 *     const server = await startAppMesh();             // once for a file, or in a global setup
 *     const caller = server.caller();                  // in each test: an account of its own
 *     const client = new AppMeshClient(caller.config);
 *     await server.stop();                             // at the end
 *
 * The server is the command appmesh-mock in PATH, or the file that APPMESH_BINARY names. If
 * AWS_ENDPOINT_URL_APP_MESH is set, a server that is already running at that URL is used
 * instead, and stop() leaves it running.
 */
import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const START_TIMEOUT = 30_000; // milliseconds

/**
 * Starts a server, or finds the one that runs.
 * @param {{ binary?: string, args?: string[] }} [options] args are flags of the server, such as ["--strict"]
 * @returns {Promise<Server>}
 */
export async function startAppMesh({ binary = process.env.APPMESH_BINARY || "appmesh-mock", args = [] } = {}) {
  const running = process.env.AWS_ENDPOINT_URL_APP_MESH;
  if (running) {
    const server = new Server(running);
    await server.admin("GET", "/health");
    return server;
  }
  const folder = await mkdtemp(join(tmpdir(), "appmesh-mock-"));
  const ready = join(folder, "ready");
  const child = spawn(binary, ["--addr", "127.0.0.1:0", "--ready-file", ready, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let log = "", failed = false;
  child.stderr.on("data", (data) => { log = (log + data).slice(-10_000); });
  child.on("error", (error) => { failed = true; log += error.message; });
  const kill = () => child.kill();
  process.once("exit", kill);
  const stop = async () => {
    process.off("exit", kill);
    if (child.exitCode === null && child.signalCode === null && !failed) {
      const exited = once(child, "exit");
      child.kill();
      await exited;
    }
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + START_TIMEOUT;
  while (Date.now() < deadline && !failed && child.exitCode === null) {
    const urls = await readFile(ready, "utf8").catch(() => ""); // the file appears with its content
    if (urls.startsWith("http")) {
      child.unref();
      child.stderr.unref();
      return new Server(urls.split("\n")[0], stop);
    }
    await sleep(20);
  }
  await stop();
  throw new Error(`${binary} did not start: ${log}\nRun "go install ./cmd/appmesh-mock" in a clone of appmesh-mock, `
    + "or set APPMESH_BINARY to the file, or AWS_ENDPOINT_URL_APP_MESH to the URL of a running server.");
}

/** A running appmesh-mock. */
export class Server {
  #stop;

  /** @param {string} url @param {() => Promise<void>} [stop] */
  constructor(url, stop = async () => {}) {
    this.url = url.replace(/\/$/, "");
    this.#stop = stop;
  }

  /** Stops the server, if startAppMesh has started it. */
  stop() { return this.#stop(); }

  /** Returns a caller in an account of its own. */
  caller({ region = "us-east-1" } = {}) { return new Caller(this, region); }

  /**
   * Sends a request to /_mock, and returns the JSON of the response.
   * @param {string} method @param {string} path @param {object} [body] @param {Record<string, string>} [query]
   */
  async admin(method, path, body, query = {}) {
    const url = `${this.url}/_mock${path}?${new URLSearchParams(query)}`;
    const response = await fetch(url, { method, body: body && JSON.stringify(body) }).catch((error) => {
      throw new Error(`no appmesh-mock responds at ${this.url}: ${error.cause?.message ?? error.message}`);
    });
    const json = await response.json();
    if (!response.ok) throw new Error(`${method} ${url}: ${json.message}`);
    return json;
  }
}

/** The account that a test acts as. */
export class Caller {
  #faults = [];

  /** @param {Server} server @param {string} region */
  constructor(server, region) {
    this.server = server;
    this.region = region;
    this.account = String(randomInt(1e12)).padStart(12, "0");
  }

  /** The configuration of a client of the AWS SDK for JavaScript v3. */
  get config() {
    return {
      endpoint: this.server.url, region: this.region,
      credentials: { accessKeyId: this.account, secretAccessKey: "secret" },
    };
  }

  /**
   * The environment variables of a program that calls the server as this account. The server also serves
   * sts:GetCallerIdentity and tag:GetResources. Other services are not redirected.
   */
  get env() {
    return {
      AWS_ENDPOINT_URL_APP_MESH: this.server.url, AWS_ENDPOINT_URL_STS: this.server.url,
      AWS_ENDPOINT_URL_RESOURCE_GROUPS_TAGGING_API: this.server.url,
      AWS_REGION: this.region, AWS_DEFAULT_REGION: this.region,
      AWS_ACCESS_KEY_ID: this.account, AWS_SECRET_ACCESS_KEY: "secret",
    };
  }

  /** Returns the last calls of this account; { operation: "Create*" } and the like select some. */
  async calls(query = {}) {
    return (await this.server.admin("GET", "/calls", undefined, { ...query, account: this.account })).calls;
  }

  /** Makes calls of this account fail, as in { operation: "ListMeshes", code: "TooManyRequestsException", first: 1 }. */
  async inject(fault) {
    const { number } = await this.server.admin("POST", "/faults", { ...fault, account: this.account });
    this.#faults.push(number);
    return number;
  }

  /** Returns the last calls of this account as text, for the message of a failed test. */
  async report() {
    const lines = [];
    for (const call of await this.calls()) {
      const operation = call.operation || `${call.method} ${call.path}`;
      lines.push(`#${call.number} ${operation} ${call.status ?? 0} ${call.code ?? ""}`.trimEnd());
      for (const name of ["request", "hint", "ignored", "fault"]) if (call[name]) lines.push(`    ${name} ${call[name]}`);
    }
    return lines.join("\n") || "no calls";
  }

  /** Removes the faults and the resources of this account. */
  async close() {
    for (const number of this.#faults.splice(0)) await this.server.admin("DELETE", `/faults/${number}`);
    await this.server.admin("POST", "/reset", undefined, { account: this.account, region: this.region });
  }
}
