// Snippets for DNS products and firewalls, from the templates of the package.
import { generate } from "../../app/generate.ts";
import { parseAddress } from "../../core/net/address.ts";
import { parseCidr } from "../../core/net/cidr.ts";
import { planPublication } from "../../core/plan/publication.ts";
import { err } from "../../core/result.ts";
import { shippedTemplate, templateNames } from "../../io/fs/template-folders.ts";
import type { UiPorts } from "../../ui/ports.ts";
import { DEFAULT_TTL_SECONDS } from "../wire/read-plan.ts";
import { readTemplate } from "../wire/read-template.ts";

export const snippetSource: Pick<UiPorts, "products" | "snippet"> = {
  products: async () =>
    Promise.all(
      (await templateNames()).map(async (name) => {
        const { title, kind } = readTemplate(await shippedTemplate(name));
        return { name, title, kind };
      }),
    ),
  snippet: async (product, { wish, addresses, clients }) => {
    const template = readTemplate(await shippedTemplate(product));
    const entry =
      wish === null
        ? []
        : [
            {
              wish: { ...wish, ttlSeconds: wish.ttlSeconds ?? DEFAULT_TTL_SECONDS, zone: wish.domain },
              addresses: addresses.flatMap((text) => {
                const address = parseAddress(text);
                return address.ok ? [address.value] : [];
              }),
            },
          ];
    const blocks = clients.map(parseCidr);
    const odd = blocks.find((block) => !block.ok);
    if (odd !== undefined && !odd.ok) return err(`${odd.error}. Write it like 10.0.0.0/8.`);
    const publication = planPublication(
      entry,
      blocks.flatMap((block) => (block.ok ? [block.value] : [])),
    );
    if (!publication.ok) return err(publication.error.message);
    const generated = generate(template, publication.value);
    if (generated.ok) return { ok: true, value: generated.value.text };
    const { message, hint } = generated.error;
    return err(hint === undefined ? message : `${message}. ${hint}`);
  },
};
