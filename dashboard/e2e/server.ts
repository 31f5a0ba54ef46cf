import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const JAR = new URL("../../server/target/millrace.jar", import.meta.url).pathname;
const FLAGS = [
  "-Xmx512m",
  "-XX:+UseSerialGC",
  // The second compiler would work longer than the suite runs, on the cores that the browser needs.
  "-XX:TieredStopAtLevel=1",
  "-XX:+UseCompactObjectHeaders",
  "--enable-native-access=ALL-UNNAMED",
  "--sun-misc-unsafe-memory-access=allow",
];
const START_LIMIT_MS = 60_000;
const EVENTS_A_REQUEST = 1_000;

export const READ_KEY = "test-read-key";
export const ADMIN_KEY = "test-admin-key";
export const WRITE_KEY = "test-write-key";

interface Answer {
  columns: string[];
  rows: (string | number | null)[][];
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** The built program with a folder of its own. It can be stopped and started again on the same port. */
export class Server {
  private process: ChildProcess | null = null;
  private output = "";

  private constructor(
    private readonly folder: string,
    readonly port: number,
    private readonly logPort: number,
  ) {}

  /** A server of its own, without any event. */
  static async begin(): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "millrace-e2e-"));
    const server = new Server(folder, await freePort(), await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(readKey: string = READ_KEY): Promise<void> {
    const java = process.env.JAVA_HOME === undefined ? "java" : join(process.env.JAVA_HOME, "bin/java");
    this.output = "";
    const child = spawn(
      java,
      [
        ...FLAGS,
        ...["-cp", JAR, "dev.millrace.app.Main", "serve"],
        ...["--data", this.folder, "--port", String(this.port), "--log.port", String(this.logPort)],
        ...["--log.reserve", "0", "--store.reserve", "0"],
        ...["--read-key", readKey, "--admin-key", ADMIN_KEY, "--write-key", WRITE_KEY],
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const listen = (chunk: Buffer) => {
      this.output += chunk.toString();
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    this.process = child;
    process.once("exit", () => child.kill("SIGKILL"));
    await this.until(async () => {
      if (child.exitCode !== null) {
        throw new Error(`the server has ended:\n${this.output}`);
      }
      const ready = await fetch(`${this.url}/health/ready`).catch(() => null);
      return ready?.ok === true;
    });
  }

  async stop(): Promise<void> {
    const child = this.process;
    this.process = null;
    if (child !== null && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    }
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Sends events, and comes back when answers have them. */
  async send(events: object[]): Promise<void> {
    const reached = new Map<string, number>();
    for (let at = 0; at < events.length; at += EVENTS_A_REQUEST) {
      const response = await this.post(events.slice(at, at + EVENTS_A_REQUEST));
      for (const position of (response.headers.get("millrace-position") ?? "").split(",")) {
        const [partition = "", offset] = position.split(":");
        reached.set(partition, Number(offset));
      }
    }
    const after = [...reached].map(([partition, offset]) => `${partition}:${offset}`).join(",");
    await this.ask({ every: "none", after, timeout: "30s" });
  }

  async post(body: unknown): Promise<Response> {
    return fetch(`${this.url}/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${WRITE_KEY}`, "content-type": "application/json" },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  }

  async ask(question: object): Promise<Answer> {
    return this.call<Answer>("POST", "/v1/query", question);
  }

  /** Calls the API with the admin key. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(this.url + path, {
      method,
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    return (await response.json()) as T;
  }

  private async until(condition: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MS;
    while (!(await condition())) {
      if (Date.now() > deadline) {
        throw new Error(`not in time:\n${this.output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
