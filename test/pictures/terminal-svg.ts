import xterm from "@xterm/headless";

const CELL = { width: 8.4, height: 20 };
const MARGIN = 16;
const TITLE = "ssoctl at a terminal";
const COLOURS = { background: "#0f1117", text: "#e6e6e6", faint: "#8b90a0" };
const PALETTE: Readonly<Record<number, string>> = { 1: "#ff7b72", 2: "#7ee787", 3: "#f2cc60", 6: "#79c0ff" };

interface Piece {
  text: string;
  readonly style: string;
}

/** What a terminal shows after these characters, as a picture. A real terminal emulator reads the escape sequences. */
export async function terminalSvg(written: string, columns: number): Promise<string> {
  const terminal = new xterm.Terminal({ cols: columns, rows: 60, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(written, resolve));
  const lines = Array.from({ length: 60 }, (_, y) => pieces(terminal, y, columns));
  while (lines.at(-1)?.every(({ text }) => text.trim() === "")) lines.pop();
  return picture(lines, columns);
}

function pieces(terminal: InstanceType<typeof xterm.Terminal>, y: number, columns: number): Piece[] {
  const line = terminal.buffer.active.getLine(y);
  const found: Piece[] = [];
  for (let x = 0; x < columns; x += 1) {
    const cell = line?.getCell(x);
    if (!cell) break;
    const colour = cell.isFgPalette() ? (PALETTE[cell.getFgColor()] ?? COLOURS.text) : COLOURS.text;
    const style = `fill="${cell.isDim() ? COLOURS.faint : colour}"${cell.isBold() ? ' font-weight="bold"' : ""}`;
    const last = found.at(-1);
    if (last?.style === style) last.text += cell.getChars() || " ";
    else found.push({ text: cell.getChars() || " ", style });
  }
  return found;
}

function picture(lines: readonly (readonly Piece[])[], columns: number): string {
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = lines.length * CELL.height + 2 * MARGIN;
  const rows = lines.map((line, y) => row(line, MARGIN + (y + 0.75) * CELL.height));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${TITLE}">`,
    `<title>${TITLE}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${COLOURS.background}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14">`,
    ...rows.filter(Boolean),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

function row(line: readonly Piece[], y: number): string {
  let column = 0;
  const spans = line.flatMap(({ text, style }) => {
    const start = column;
    column += text.length;
    // SVG viewers fold spaces, so each run of words has a place and a length of its own, in every font.
    return [...text.matchAll(/\S+(?: \S+)*/gu)].map(({ 0: words, index }) => {
      const x = (MARGIN + (start + index) * CELL.width).toFixed(1);
      const length = (words.length * CELL.width).toFixed(1);
      return `<tspan x="${x}" textLength="${length}" ${style}>${escaped(words)}</tspan>`;
    });
  });
  return spans.length > 0 ? `<text y="${y}">${spans.join("")}</text>` : "";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
