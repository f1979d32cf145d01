import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { EnvironmentError } from "../../../../src/core/errors.ts";
import { findPackageRoot } from "../../../../src/io/fs/package-root.ts";

test("the folder of this package, from src and from a bundle's chunk", () => {
  const root = findPackageRoot();
  expect(existsSync(path.join(root, "src", "lab", "scenarios"))).toBe(true);
  expect(findPackageRoot(path.join(root, "dist", "chunks", "lab-AAAA.js"))).toBe(root);
});

test("a package.json of something else is passed by", () => {
  expect(findPackageRoot(path.join(findPackageRoot(), "node_modules", "yaml", "dist", "index.js"))).toBe(
    findPackageRoot(),
  );
});

test("outside of any installation it says so", () => {
  expect(() => findPackageRoot(path.join(path.parse(process.cwd()).root, "nowhere", "main.js"))).toThrow(
    EnvironmentError,
  );
});
