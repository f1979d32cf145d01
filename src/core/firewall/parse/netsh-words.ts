// The words that netsh puts behind its labels, in the languages that are known. Others make a rule one that can't be decided.
import type { WindowsProfile, WindowsRule } from "./windows-rules.ts";

const YES = new Set("yes ja oui sí si sì sim да tak ano はい 是 예 evet igen kyllä".split(" "));
const NO = new Set("no nein non não nee нет nie ne いいえ 否 아니요 hayır nem ei nej".split(" "));
const IN = new Set(
  "in eingehend entrant entrante entrada dentro входящее входящий вх. 受信 入 入站 인바운드".split(" "),
);
const OUT = new Set(
  "out ausgehend sortant saliente salida uscita saída исходящее исходящий исх. 送信 出 出站 아웃바운드".split(
    " ",
  ),
);
const ALLOW = new Set("allow zulassen autoriser permitir consenti разрешить 許可 允许 허용".split(" "));
const BLOCK = new Set(
  "block blockieren blocken bloquer bloquear blocca блокировать блокирование ブロック 阻止 封鎖 차단".split(
    " ",
  ),
);
const BYPASS = new Set("bypass umgehen contourner omitir ignora обход バイパス 绕过".split(" "));
const ANY = new Set(
  "any beliebig alle alles tous tout cualquiera todos qualsiasi qualunque qualquer любой любые 任意 任何 すべて 모두".split(
    " ",
  ),
);

const PROFILES: Readonly<Record<WindowsProfile, ReadonlySet<string>>> = {
  domain: new Set("domain domäne domaine dominio domínio доменный домен ドメイン 域 도메인".split(" ")),
  private: new Set(
    "private privat privé privée privado privato частный частная プライベート 专用 개인".split(" "),
  ),
  public: new Set(
    "public öffentlich publique público pubblico общий общедоступный パブリック 公用 공용".split(" "),
  ),
};

export function yesOrNo(word: string): boolean | null {
  return either(word, YES, NO);
}

export function isInboundWord(word: string): boolean | null {
  return either(word, IN, OUT);
}

export function isAnyWord(word: string): boolean {
  return ANY.has(word.toLowerCase());
}

export function actionWord(word: string): WindowsRule["action"] {
  const text = word.toLowerCase();
  return ALLOW.has(text) ? "allow" : BLOCK.has(text) ? "block" : BYPASS.has(text) ? "bypass" : null;
}

/** All three are all, in any language. */
export function profileWords(text: string): readonly WindowsProfile[] | null {
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  if (words.length === 3 || (words.length === 1 && isAnyWord(words[0] ?? ""))) return [];
  const known = words.map((word) =>
    (["domain", "private", "public"] as const).find((name) => PROFILES[name].has(word)),
  );
  return known.every((name) => name !== undefined) ? known : null;
}

function either(word: string, yes: ReadonlySet<string>, no: ReadonlySet<string>): boolean | null {
  const text = word.toLowerCase();
  return yes.has(text) ? true : no.has(text) ? false : null;
}
