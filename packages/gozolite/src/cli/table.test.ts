import { describe, expect, it } from 'vitest';
import { renderTable } from './table.ts';

describe('renderTable', () => {
  it('pads columns to their widest cell and leaves no trailing blanks', () => {
    const table = renderTable(
      ['ID', 'NAME', 'WHY'],
      [
        ['c', 'C', ''],
        ['python', 'Python', 'none'],
      ],
    );
    expect(table).toBe('ID      NAME    WHY\nc       C\npython  Python  none\n');
  });

  it('counts characters and not code units', () => {
    expect(renderTable(['A', 'B'], [['𝒳𝒳', 'x']])).toBe('A   B\n𝒳𝒳  x\n');
  });

  it('lets no control byte through, and keeps a row on its line', () => {
    const table = renderTable(['A'], [['\u001b[31mred\nnext\u202e']]);
    expect(table).toBe('A\n\\u{1b}[31mred\\nnext\\u{202e}\n');
  });

  it('fills what a short row leaves out', () => {
    expect(renderTable(['A', 'B'], [['x']])).toBe('A  B\nx\n');
  });
});
