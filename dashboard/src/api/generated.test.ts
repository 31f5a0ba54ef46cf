// @vitest-environment node
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { generate } from "../../scripts/generate-api.mjs";

test("the client is generated from the server's description as it is now: npm run api", async () => {
  for (const [path, text] of (await generate()) as Map<string, string>) {
    expect(await readFile(new URL(`../../${path}`, import.meta.url), "utf8"), path).toBe(text);
  }
});
