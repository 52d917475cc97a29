// Writes vendor.json and LICENSES.txt beside the bundles: what is in each of them, under which licence, and its SHA-256.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//;
const PAPERS = ["LICENSE", "LICENSE.txt", "NOTICE"];
const [folder, ...names] = process.argv.slice(2);

const files = {};
const bundles = {};
const packages = new Map();
for (const name of names) {
  const { inputs } = JSON.parse(readFileSync(`${name}.meta.json`, "utf8"));
  const inside = [...new Set(Object.keys(inputs).flatMap((path) => PACKAGE.exec(path)?.[1] ?? []))].sort();
  for (const one of inside) packages.set(one, JSON.parse(readFileSync(join("node_modules", one, "package.json"), "utf8")));
  const output = `${name}.bundle.js`;
  bundles[output] = inside;
  for (const file of [output, `${output}.gz`]) {
    const bytes = readFileSync(join(folder, file));
    files[file] = { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  }
}

const sorted = [...packages].sort(([a], [b]) => (a < b ? -1 : 1));
const listed = sorted.map(([name, { version, license }]) => ({ name, version, license }));
writeFileSync(join(folder, "vendor.json"), `${JSON.stringify({ packages: listed, bundles, files }, null, 2)}\n`);

const papers = sorted.map(([name, { version, license }]) => {
  const texts = PAPERS.map((paper) => join("node_modules", name, paper)).filter(existsSync);
  if (texts.length === 0) throw new Error(`${name}: no licence text`);
  const body = texts.map((path) => readFileSync(path, "utf8").trim()).join("\n\n");
  return `${"=".repeat(80)}\n${name} ${version} (${license})\n${"=".repeat(80)}\n\n${body}\n`;
});
writeFileSync(join(folder, "LICENSES.txt"), papers.join("\n"));
