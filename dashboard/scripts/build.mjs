/**
 * The dashboard's part of the normal build: node scripts/build.mjs FOLDER
 *
 * Installs the packages that the lock file names, checks style and types, exports the pages, and
 * leaves in FOLDER what the server needs: files/ with each file and its compressed forms, and
 * files.json, which tells their path, type, digest, and the digests of a page's inline scripts.
 * Nothing is done when nothing has changed.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("../", import.meta.url));
const target = process.argv[2];

/** What the export is made from. Tests change nothing in it. */
const INPUTS = [
  "src",
  "public",
  "scripts/build.mjs",
  "package.json",
  "package-lock.json",
  "next.config.ts",
  "tsconfig.json",
  "biome.jsonc",
];

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".svg": "image/svg+xml",
  ".ico": "image/x-icon",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};

/** Smaller files gain nothing from compression. */
const COMPRESS_FROM_BYTES = 600;

function filesBelow(path) {
  if (!existsSync(path)) {
    return [];
  }
  return statSync(path).isDirectory()
    ? readdirSync(path)
        .sort()
        .flatMap((name) => filesBelow(join(path, name)))
    : [path];
}

function digest(content) {
  return createHash("sha256").update(content).digest("hex").slice(0, 24);
}

function run(command, args, environment = {}) {
  execFileSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: "1",
      // Next would write to the lock file, which is only for npm to write.
      NEXT_IGNORE_INCORRECT_LOCKFILE: "1",
      ...environment,
    },
  });
}

export function install() {
  const installed = join(root, "node_modules/.package-lock.json");
  const lock = join(root, "package-lock.json");
  if (!existsSync(installed) || statSync(lock).mtimeMs > statSync(installed).mtimeMs) {
    console.log("dashboard: npm ci");
    run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  }
}

/** The digest of each inline script, as a Content-Security-Policy names it. */
export function inlineScripts(html) {
  const digests = new Set();
  for (const [, attributes, code] of html.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)) {
    if (!/\ssrc=/.test(attributes) && code !== "") {
      digests.add(`sha256-${createHash("sha256").update(code).digest("base64")}`);
    }
  }
  return [...digests];
}

/** Pages are served without the ending: explore.html at /explore. */
export function servedAt(file) {
  if (file === "index.html") {
    return "/";
  }
  return `/${file.replace(/\.html$/, "")}`;
}

function publish(out, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "files"), { recursive: true });
  const list = [];
  for (const path of filesBelow(out)) {
    const file = relative(out, path);
    if (["404.html", "_not-found.html", "_not-found.txt"].includes(file) || file.startsWith("_not-found/")) {
      continue;
    }
    const content = readFileSync(path);
    const copy = join(folder, "files", file);
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(path, copy);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    const compressed = content.length >= COMPRESS_FROM_BYTES && !/image\/png|font\//.test(type);
    if (compressed) {
      writeFileSync(`${copy}.gz`, gzipSync(content, { level: 9 }));
      writeFileSync(
        `${copy}.br`,
        brotliCompressSync(content, {
          params: {
            [constants.BROTLI_PARAM_QUALITY]: 10,
            [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
          },
        }),
      );
    }
    list.push({
      path: servedAt(file),
      file,
      type,
      digest: digest(content),
      immutable: file.startsWith("_next/static/"),
      gzip: compressed,
      brotli: compressed,
      scripts: file.endsWith(".html") ? inlineScripts(content.toString("utf8")) : [],
    });
  }
  writeFileSync(join(folder, "files.json"), `${JSON.stringify(list, null, 1)}\n`);
}

function build() {
  const id = digest(
    INPUTS.flatMap((input) => filesBelow(join(root, input)))
      .map((path) => `${relative(root, path)} ${digest(readFileSync(path))}\n`)
      .join(""),
  );
  const stamp = join(target, "built-from");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === id) {
    return;
  }
  install();
  console.log("dashboard: building");
  run("npx", ["--no-install", "biome", "ci", "--error-on-warnings", "."]);
  run("npx", ["--no-install", "next", "build"], { MILLRACE_BUILD_ID: id });
  publish(join(root, "out"), target);
  writeFileSync(stamp, id);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (target === undefined) {
    console.error("usage: node scripts/build.mjs FOLDER");
    process.exit(2);
  }
  build();
}
