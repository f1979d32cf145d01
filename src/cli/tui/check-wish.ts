// What is typed into the publish form, judged as the flags of the commands are.
import { UsageError } from "../../core/errors.ts";
import { isAddress } from "../../core/net/address.ts";
import { srvWish } from "../../core/plan/srv-wish.ts";
import { err, ok, type Result } from "../../core/result.ts";
import type { CheckedWish, WishField, WishTexts } from "../../ui/ports.ts";
import { domainInputs } from "../domain-inputs.ts";
import { wordsOf } from "../read-lines.ts";
import { wishDomain, wishHost } from "../wish-inputs.ts";

/** A domain in its canonical form. */
export function checkDomain(text: string): Result<string, string> {
  return judged(() => {
    const [input] = domainInputs(wordsOf([text])).inputs();
    if (input === undefined) throw new UsageError("it is empty", { hint: "Write it like corp.example." });
    return input.domain;
  });
}

export function checkWish(texts: WishTexts): CheckedWish {
  const problems: Partial<Record<WishField, string>> = {};
  const take = <T>(field: WishField, result: Result<T, string>): T | undefined => {
    if (result.ok) return result.value;
    problems[field] = result.error;
    return undefined;
  };
  const filled = (text: string, what: string): Result<string, string> =>
    text.trim() === "" ? err(what) : ok(text.trim());
  const domainText = take("domain", filled(texts.domain, "which domain the clients look in"));
  const domain =
    domainText === undefined
      ? undefined
      : take(
          "domain",
          judged(() => wishDomain(domainText)),
        );
  const hostText = take("host", filled(texts.host, "which host is published"));
  const host =
    hostText === undefined || domain === undefined
      ? undefined
      : take(
          "host",
          judged(() => wishHost(hostText, domain)),
        );
  const port = take("port", wholeNumber(texts.port, 1, 65_535));
  const priority = take("priority", wholeNumber(texts.priority, 0, 65_535));
  const weight = take("weight", wholeNumber(texts.weight, 0, 65_535));
  const ttl = texts.ttl.trim() === "" ? null : take("ttl", wholeNumber(texts.ttl, 0, 2_147_483_647));
  const addresses = texts.addresses.split(/[\s,]+/).filter((word) => word !== "");
  const odd = addresses.find((address) => !isAddress(address));
  if (odd !== undefined) problems.addresses = `'${odd}' is no address`;
  if (
    domain === undefined ||
    host === undefined ||
    port === undefined ||
    priority === undefined ||
    weight === undefined ||
    ttl === undefined ||
    odd !== undefined
  )
    return { problems, wish: null, addresses: [] };
  const wish = take("host", srvWish(domain, host, { port, priority, weight, ttlSeconds: ttl ?? undefined }));
  return { problems, wish: wish ?? null, addresses };
}

function wholeNumber(text: string, least: number, most: number): Result<number, string> {
  const trimmed = text.trim();
  const value = /^\d{1,10}$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  return value >= least && value <= most ? ok(value) : err(`a whole number from ${least} to ${most}`);
}

/** The message of a UsageError without the flag's name, and its hint. */
function judged<T>(parse: () => T): Result<T, string> {
  try {
    return ok(parse());
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const message = error.message.replace(/^--\w+ /, "");
    return err(error.hint === undefined ? message : `${message}. ${error.hint}`);
  }
}
