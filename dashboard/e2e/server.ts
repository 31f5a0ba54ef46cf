import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const JAR = new URL("../../server/target/millrace.jar", import.meta.url).pathname;
const FLAGS = [
  "-Xmx512m",
  "-XX:+UseParallelGC",
  "-XX:+UseCompactObjectHeaders",
  "--enable-native-access=ALL-UNNAMED",
  "--sun-misc-unsafe-memory-access=allow",
];
const START_LIMIT_MS = 90_000;

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
    private readonly command: string[],
    private readonly folder: string,
    readonly port: number,
    private readonly logPort: number,
  ) {}

  /** An empty server. */
  static async empty(): Promise<Server> {
    return Server.make(["serve"]);
  }

  /** A server with the last day of a small population, and a little live traffic. */
  static async demo(): Promise<Server> {
    const server = await Server.make(["demo", "--events", "20000", "--rate", "20"]);
    await server.awaitOutput("events of the last 24 hours are in");
    return server;
  }

  private static async make(command: string[]): Promise<Server> {
    const folder = mkdtempSync(join(tmpdir(), "millrace-e2e-"));
    const server = new Server(command, folder, await freePort(), await freePort());
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
        ...["-cp", JAR, "dev.millrace.app.Main", ...this.command],
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

  async send(events: object[]): Promise<void> {
    const response = await fetch(`${this.url}/v1/events`, {
      method: "POST",
      headers: { authorization: `Bearer ${WRITE_KEY}`, "content-type": "application/json" },
      body: JSON.stringify(events),
    });
    const position = response.headers.get("millrace-position") ?? "";
    await this.ask({ every: "none", after: position, timeout: "30s" });
  }

  async ask(question: object): Promise<Answer> {
    const response = await fetch(`${this.url}/v1/query`, {
      method: "POST",
      headers: { authorization: `Bearer ${ADMIN_KEY}`, "content-type": "application/json" },
      body: JSON.stringify(question),
    });
    if (!response.ok) {
      throw new Error(await response.text());
    }
    return (await response.json()) as Answer;
  }

  private async awaitOutput(text: string): Promise<void> {
    await this.until(async () => this.output.includes(text));
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
