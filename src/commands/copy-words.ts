import type { Copied } from "../terminal/clipboard.ts";
import { good, type Text, text } from "../terminal/text.ts";

/**
 * What became of a copy. Whether a terminal took it cannot be known, so a person is told how to notice.
 *
 * @param what was copied, as a sentence begins with it: `The note`
 */
export function copyWords(what: string, copied: Copied): Text {
  switch (copied) {
    case "copied":
      return text`${good("✔")} ${what} is copied.`;
    case "sent":
      return text`  ${what} was sent to your terminal's clipboard. If pasting gives something else, copy it by hand.`;
    case "failed":
      return text`  ${what} was not copied: there is no clipboard here.`;
  }
}
