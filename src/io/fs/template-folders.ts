// The folders of zone-templates/ that the package ships, and a user's own copy of one. Sizes are bounded; nothing is interpreted here.
import { open, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "../../core/errors.ts";
import { closestWord } from "../../core/text/closest-word.ts";
import { findPackageRoot } from "./package-root.ts";

export const TEMPLATE_FILE = "template.txt";
export const METADATA_FILE = "product.yaml";

const MAX_BYTES = 65_536;

export type TemplateFolder = {
  /** The name of the folder. */
  readonly product: string;
  readonly folder: string;
  /** The texts of template.txt and product.yaml. */
  readonly template: string;
  readonly metadata: string;
};

/** The folder `zone-templates/` of the package. */
export function templatesRoot(): string {
  return path.join(findPackageRoot(), "zone-templates");
}

/** The products that the package has a template for, sorted. */
export async function templateNames(): Promise<readonly string[]> {
  const entries = await readdir(templatesRoot(), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}

/** Throws UsageError for a product that there is no template for. */
export async function shippedTemplate(product: string): Promise<TemplateFolder> {
  const names = await templateNames();
  if (names.includes(product)) return readTemplateFolder(path.join(templatesRoot(), product));
  const meant = closestWord(product, names) ?? names.find((name) => name.startsWith(product));
  throw new UsageError(`there is no template for '${product}'`, {
    hint:
      meant === undefined ? "'kms-doctor generate --list' tells all of them." : `Did you mean '${meant}'?`,
  });
}

/** The files of a shipped folder, by name, sorted. */
export async function templateFiles(product: string): Promise<readonly string[]> {
  return (await readdir(path.join(templatesRoot(), product))).toSorted();
}

/** Throws UsageError where the folder or one of its two files can't be read or is larger than 64 KiB. */
export async function readTemplateFolder(folder: string): Promise<TemplateFolder> {
  return {
    product: path.basename(path.resolve(folder)),
    folder,
    template: await readBounded(folder, TEMPLATE_FILE),
    metadata: await readBounded(folder, METADATA_FILE),
  };
}

async function readBounded(folder: string, name: string): Promise<string> {
  const file = path.join(folder, name);
  const octets = await readStart(file).catch((cause: NodeJS.ErrnoException) => {
    throw new UsageError(`the template '${folder}' has no ${name} that can be read (${cause.code})`, {
      hint: `A template is a folder with ${TEMPLATE_FILE} and ${METADATA_FILE}: copy one of ${templatesRoot()}.`,
      cause,
    });
  });
  if (octets.length > MAX_BYTES) throw new UsageError(`'${file}' is larger than ${MAX_BYTES} octets`);
  return octets.toString("utf8");
}

/** One octet more than is allowed, so that more is noticed; what is no file (a pipe, a device) is not waited for. */
async function readStart(file: string): Promise<Buffer> {
  // Opening a pipe would wait for somebody who writes to it.
  if (!(await stat(file)).isFile()) throw Object.assign(new Error("no file"), { code: "not a file" });
  const handle = await open(file);
  try {
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
      length += bytesRead;
      if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
    }
  } finally {
    await handle.close();
  }
}
