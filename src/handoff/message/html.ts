/** A plain text as simple HTML: paragraphs, lists of lines that begin with a hyphen, and links that can be clicked. */
export function toHtml(text: string): string {
  const blocks = text.trim().split(/\n{2,}/u);
  return `<!doctype html>\n<html lang="en"><body>\n${blocks.map(toBlock).join("\n")}\n</body></html>\n`;
}

function toBlock(block: string): string {
  const lines = block.split("\n");
  const at = lines.findIndex((line) => line.startsWith("- "));
  if (at < 0) return `<p>${lines.map(toLine).join("<br>")}</p>`;
  const items = lines.slice(at).map((line) => `<li>${toLine(line.replace(/^- /u, ""))}</li>`);
  const before = lines.slice(0, at).map(toLine).join("<br>");
  return `${before && `<p>${before}</p>\n`}<ul>${items.join("")}</ul>`;
}

function toLine(line: string): string {
  return escaped(line).replace(/https?:\/\/[^\s<>]+[^\s<>.,]/gu, (url) => `<a href="${url}">${url}</a>`);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => ENTITIES[character] ?? character);
}
