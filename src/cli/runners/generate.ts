// Runs `generate`: lists the products, or prints one snippet.
import { generate } from "../../app/generate.ts";
import { UsageError } from "../../core/errors.ts";
import type { Publication } from "../../core/plan/publication.ts";
import type { Template } from "../../core/template/template.ts";
import {
  readTemplateFolder,
  shippedTemplate,
  templateFiles,
  templateNames,
  templatesRoot,
  type TemplateFolder,
} from "../../io/fs/template-folders.ts";
import type { GenerateFlags } from "../commands/generate.ts";
import { publicationOf } from "../publication-inputs.ts";
import { readTextFile } from "../read-lines.ts";
import { columns } from "../text/layout.ts";
import { parsePlan } from "../wire/read-plan.ts";
import { readTemplate, templateError } from "../wire/read-template.ts";
import { printDocument } from "./simple-document.ts";

export async function runGenerate(flags: GenerateFlags): Promise<number> {
  if (flags.list === true) return runList(flags);
  const folder = await folderOf(flags);
  const template = readTemplate(folder);
  refuseUnused(template, flags);
  const generated = generate(template, await publicationFrom(flags), flags.port);
  if (generated.ok) return printDocument("generate", generated.value, generated.value.text, flags);
  const { line, ...problem } = generated.error;
  if (line !== undefined) throw templateError(folder.folder, { line, ...problem });
  throw new UsageError(problem.message, problem.hint === undefined ? {} : { hint: problem.hint });
}

async function folderOf({ product, template }: GenerateFlags): Promise<TemplateFolder> {
  if (template !== undefined) {
    const folder = await readTemplateFolder(template);
    return product === undefined ? folder : { ...folder, product };
  }
  if (product !== undefined) return shippedTemplate(product);
  throw new UsageError("it is not said for which product", {
    hint: "Give --product NAME; 'kms-doctor generate --list' tells the names.",
  });
}

async function publicationFrom(flags: GenerateFlags): Promise<Publication> {
  const { plan } = flags;
  if (plan === undefined) return publicationOf(flags);
  return parsePlan(await readTextFile(plan, "--plan"), plan === "-" ? "standard input" : plan);
}

/** A flag that would be ignored is a mistake; a plan may hold more than one product needs. */
function refuseUnused({ product, kind }: Template, flags: GenerateFlags): void {
  const hint = "Leave it out.";
  if (flags.clients !== undefined && kind !== "firewall") {
    throw new UsageError(`--clients says nothing to ${product}: it is for firewalls`, { hint });
  }
  if (flags.address !== undefined && (kind === "firewall" || kind === "windows")) {
    throw new UsageError(`--address says nothing to ${product}: it publishes no addresses`, { hint });
  }
}

async function runList(flags: GenerateFlags): Promise<number> {
  const products = await Promise.all(
    (await templateNames()).map(async (name) => {
      const { title, kind, provenIn } = readTemplate(await shippedTemplate(name));
      return { name, title, kind, files: await templateFiles(name), provenIn };
    }),
  );
  const rows = products.map(({ name, title, kind, provenIn }) => [name, title, kind, provenIn ?? "not run"]);
  const text = `${columns(rows).join("\n")}\n\nThe templates are in ${templatesRoot()}\n`;
  return printDocument("generate", { products }, text, flags);
}
