import type { Domain } from "./domain.ts";

export interface Homograph {
  readonly because: "mixed_scripts" | "imitation";
  readonly imitates: string | undefined;
}

/** Scripts that may share a word (UTS #39 §5.2, "Highly Restrictive"). */
const TOGETHER: readonly (readonly string[])[] = [
  ["Latin", "Han", "Hiragana", "Katakana"],
  ["Latin", "Han", "Bopomofo"],
  ["Latin", "Han", "Hangul"],
];

const SCRIPTS = [
  "Latin",
  "Cyrillic",
  "Greek",
  "Armenian",
  "Georgian",
  "Hebrew",
  "Arabic",
  "Devanagari",
  "Bengali",
  "Thai",
  "Ethiopic",
  "Cherokee",
  "Han",
  "Hiragana",
  "Katakana",
  "Hangul",
  "Bopomofo",
].map((name) => ({ name, pattern: new RegExp(`\\p{Script=${name}}`, "u") }));

/** Letters that look Latin in most fonts (Unicode's confusables.txt, lower case). */
const LATIN_LOOKS: Readonly<Record<string, string>> = {
  // Cyrillic
  а: "a",
  ԁ: "d",
  е: "e",
  һ: "h",
  і: "i",
  ј: "j",
  ӏ: "l",
  о: "o",
  р: "p",
  ԛ: "q",
  с: "c",
  ѕ: "s",
  у: "y",
  ѵ: "v",
  ԝ: "w",
  х: "x",
  к: "k",
  м: "m",
  т: "t",
  п: "n",
  г: "r",
  ь: "b",
  // Greek
  α: "a",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  ω: "w",
  χ: "x",
  γ: "y",
  β: "b",
  // Armenian
  ա: "w",
  օ: "o",
  ո: "n",
  ս: "u",
  հ: "h",
  ց: "g",
  ք: "p",
};

/** Finds words that mix scripts or only look Latin. A word in one script, as in `müller.de` or `почта.рф`, is fine. */
export function homograph({ readable }: Domain): Homograph | undefined {
  const words = readable.split(".");
  const imitated = words.map(latinLook);
  const imitates = imitated.some(Boolean)
    ? words.map((word, at) => imitated[at] ?? word).join(".")
    : undefined;
  if (words.some(mixesScripts)) return { because: "mixed_scripts", imitates };
  return imitates === undefined ? undefined : { because: "imitation", imitates };
}

function mixesScripts(word: string): boolean {
  const used = new Set(
    [...word].flatMap((letter) => SCRIPTS.find(({ pattern }) => pattern.test(letter))?.name ?? []),
  );
  return (
    used.size > 1 && !TOGETHER.some((together) => [...used].every((script) => together.includes(script)))
  );
}

function latinLook(word: string): string | undefined {
  const look = [...word].map((letter) => LATIN_LOOKS[letter] ?? letter).join("");
  return look !== word && /^[a-z\d-]+$/u.test(look) ? look : undefined;
}
