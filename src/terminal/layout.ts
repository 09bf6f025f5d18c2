import type { Segment } from "./text.ts";

type Piece = Segment<string>;

export interface Line {
  /** Cells end with a tab. */
  readonly pieces: readonly Piece[];
  /** Where the lines after the first begin. Default: two columns further in, or below the last cell. */
  readonly hang?: number | undefined;
}

export interface Paper {
  /** `undefined`: lines are as long as they are. */
  readonly columns: number | undefined;
  /** Columns that a text takes at a terminal. */
  readonly widthOf: (text: string) => number;
}

const GAP = 2;
/** With less room, or for a longer word, the last cell begins a line. */
const LEAST_ROOM = 24;
/** Narrower terminals wrap by themselves. */
const LEAST_COLUMNS = 12;

/** For a terminal. Loaded only there. */
export async function loadDisplayWidth(): Promise<Paper["widthOf"]> {
  return (await import("string-width")).default;
}

/** Aligns cells over all lines, and wraps between words. What is to be copied stays whole. */
export function layOut(lines: readonly Line[], paper: Paper): Piece[][] {
  const rows = lines.map(({ pieces, hang }) => ({ cells: cellsOf(pieces), hang }));
  const widths: number[] = [];
  for (const { cells } of rows)
    for (const [column, cell] of cells.slice(0, -1).entries())
      widths[column] = Math.max(widths[column] ?? 0, widthOf(cell, paper));
  return rows.flatMap(({ cells, hang }) => {
    const before = cells
      .slice(0, -1)
      .flatMap((cell, column) => [...cell, spaces((widths[column] ?? 0) - widthOf(cell, paper) + GAP)]);
    return wrap(before, cells.at(-1) ?? [], hang, paper);
  });
}

function wrap(
  before: readonly Piece[],
  last: readonly Piece[],
  hang: number | undefined,
  paper: Paper,
): Piece[][] {
  const { columns } = paper;
  const start = widthOf(before, paper);
  const fits = columns === undefined || start + widthOf(last, paper) <= columns;
  if (fits || columns < LEAST_COLUMNS) return [[...before, ...last]];
  const indent = /^ */u.exec(textOf([...before, ...last]))?.[0].length ?? 0;
  if (start === 0) return fill(last, 0, hang ?? indent + GAP, columns, paper);
  const room = columns - start;
  if (room >= LEAST_ROOM && wordsOf(last, paper).every(({ width }) => width <= room)) {
    const [first = [], ...others] = fill(last, start, start, columns, paper);
    return [[...before, ...first], ...others];
  }
  const below = indent + 2 * GAP;
  const above = fill(before, 0, below, columns, paper);
  return [...above, ...fill([spaces(below), ...last], 0, below, columns, paper)];
}

interface Word {
  readonly pieces: readonly Piece[];
  readonly width: number;
  /** Columns of the spaces before it. */
  readonly gap: number;
}

/** @param start the column where the first line begins */
function fill(
  pieces: readonly Piece[],
  start: number,
  hang: number,
  columns: number,
  paper: Paper,
): Piece[][] {
  const words = wordsOf(pieces, paper);
  const lines: Piece[][] = [[]];
  let used = start;
  const add = (more: readonly Piece[], width: number) => {
    lines.at(-1)?.push(...more);
    used += width;
  };
  const newLine = () => {
    lines.push(hang > 0 ? [spaces(hang)] : []);
    used = hang;
  };
  for (const [index, word] of words.entries()) {
    const fits = used + word.gap + word.width <= columns && !isBetterBelow(words, index, columns - used);
    // The end of a line separates as well.
    if (!fits && isDot(word)) continue;
    if (index === 0 || fits) add([spaces(word.gap)], word.gap);
    else newLine();
    if (used + word.width <= columns || isWhole(word)) add(word.pieces, word.width);
    else breakWord(word, columns, paper, { add, newLine, left: () => columns - used });
  }
  return lines.map(joined);
}

/** What follows a `·` is a whole of its own, such as `Watch:` and its command. */
function isBetterBelow(words: readonly Word[], index: number, left: number): boolean {
  if (!isDot(words[index - 1])) return false;
  const end = words.findIndex((word, at) => at > index && isDot(word));
  const group = words.slice(index, end < 0 ? undefined : end + 1);
  return group.reduce((width, { gap, width: own }) => width + gap + own, 0) > left;
}

function isDot(word: Word | undefined): boolean {
  return word !== undefined && textOf(word.pieces) === "·";
}

/** One piece for each run of a tone, as each piece is colored by itself. */
function joined(pieces: readonly Piece[]): Piece[] {
  const runs: Piece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    const belongs = last && (piece.tone === last.tone || piece.value.trim() === "");
    if (belongs) runs[runs.length - 1] = { ...last, value: last.value + piece.value };
    else runs.push(piece);
  }
  return runs;
}

interface Writing {
  add(pieces: readonly Piece[], width: number): void;
  newLine(): void;
  left(): number;
}

/** Between characters, as in a long name in Chinese, which has no spaces. */
function breakWord({ pieces }: Word, columns: number, { widthOf }: Paper, writing: Writing): void {
  for (const { value, tone } of pieces)
    for (const { segment } of new Intl.Segmenter().segment(value)) {
      const width = widthOf(segment);
      if (width > writing.left() && width < columns) writing.newLine();
      writing.add([{ value: segment, tone }], width);
    }
}

/** A URL with a break in it could not be opened. */
function isWhole({ pieces }: Word): boolean {
  return pieces.some(({ whole }) => whole) || textOf(pieces).includes("://");
}

/** Commands in a sentence are to be copied too. */
const COMMAND =
  /(ssoctl(?: [\w<>@.-]+){1,3}(?: --?[\w-]+(?: [\w<>@.-]+)?)*|npm install --global ssoctl|chmod \d+ (?:'[^']*'|[^\s,]+)|set -g set-clipboard on)/u;

function wholes(piece: Piece): Piece[] {
  if (piece.whole) return [piece];
  return piece.value
    .split(COMMAND)
    .map((value, index) => (index % 2 === 1 ? { ...piece, value, whole: true } : { ...piece, value }));
}

function wordsOf(pieces: readonly Piece[], paper: Paper): Word[] {
  const words: Word[] = [];
  let gap = 0;
  let current: Piece[] = [];
  const end = () => {
    if (current.length > 0) words.push({ pieces: current, width: widthOf(current, paper), gap });
    if (current.length > 0) gap = 0;
    current = [];
  };
  for (const piece of pieces.flatMap(wholes))
    for (const value of piece.whole ? [piece.value] : piece.value.split(/( +)/u)) {
      if (piece.whole || !/^ *$/u.test(value)) {
        if (value !== "") current.push({ ...piece, value });
      } else if (value !== "") {
        end();
        gap += value.length;
      }
    }
  end();
  return words;
}

function cellsOf(pieces: readonly Piece[]): Piece[][] {
  const cells: Piece[][] = [[]];
  for (const piece of pieces)
    for (const [index, value] of (piece.whole ? [piece.value] : piece.value.split("\t")).entries()) {
      if (index > 0) cells.push([]);
      if (value !== "") cells.at(-1)?.push({ ...piece, value });
    }
  return cells;
}

function widthOf(pieces: readonly Piece[], paper: Paper): number {
  return paper.widthOf(textOf(pieces));
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ value }) => value).join("");
}

function spaces(count: number): Piece {
  return { value: " ".repeat(Math.max(count, 0)), tone: "plain" };
}
