/**
 * Writes src/api/schema.d.ts and src/api/kinds.ts from the server's own description of its API.
 * With --check it writes nothing and fails when the files are not what they would be.
 */
import { readFile, writeFile } from "node:fs/promises";
import openapi, { astToString } from "openapi-typescript";

const root = new URL("../", import.meta.url);
const description = new URL("../../server/src/main/resources/openapi.json", import.meta.url);

/** Kinds of questions that the server answers, wherever the description names them. */
function kinds(node, found = new Set()) {
  if (node && typeof node === "object") {
    const kind = node.properties?.kind;
    for (const name of [kind?.enum ?? [], kind?.const ?? []].flat()) {
      found.add(name);
    }
    for (const child of Object.values(node)) {
      kinds(child, found);
    }
  }
  return found;
}

/** Names of what a question may say, so that builders offer nothing that this server does not know. */
function words(node, found = new Set()) {
  if (node && typeof node === "object") {
    if (node.properties?.kind) {
      for (const name of Object.keys(node.properties)) {
        found.add(name);
      }
    }
    for (const child of Object.values(node)) {
      words(child, found);
    }
  }
  return found;
}

export async function generate() {
  const document = JSON.parse(await readFile(description, "utf8"));
  const header = "// Generated from /openapi.json by `npm run api`. Not edited by hand.\n";
  const types = header + astToString(await openapi(description));
  const list = (name, about, values) =>
    `\n/** ${about} */\nexport const ${name}: readonly string[] = [\n${[...values]
      .sort()
      .map((value) => `  "${value}",\n`)
      .join("")}];\n`;
  const lists =
    header +
    list("KINDS", "Kinds of questions that this server answers.", kinds(document.components.schemas)) +
    list("WORDS", "What its questions may say.", words(document.components.schemas));
  return new Map([
    ["src/api/schema.d.ts", types],
    ["src/api/kinds.ts", lists],
  ]);
}

if (import.meta.url === `file://${process.argv[1]}`) {
  for (const [path, text] of await generate()) {
    await writeFile(new URL(path, root), text);
  }
}
