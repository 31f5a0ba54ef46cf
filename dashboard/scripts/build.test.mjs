// @vitest-environment node
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { inlineScripts, servedAt } from "./build.mjs";

test("the policy names the digest of each inline script and of no other", () => {
  const digest = createHash("sha256").update("go()").digest("base64");
  const html = '<script src="/a.js" async=""></script><script>go()</script><script id="x">go()</script>';
  expect(inlineScripts(html)).toEqual([`sha256-${digest}`]);
});

test("pages are served without their ending", () => {
  expect(["index.html", "explore.html", "explore.txt", "_next/a.js"].map(servedAt)).toEqual([
    "/",
    "/explore",
    "/explore.txt",
    "/_next/a.js",
  ]);
});
