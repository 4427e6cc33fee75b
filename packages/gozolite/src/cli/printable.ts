/**
 * Text from elsewhere, made fit for a terminal: control bytes are escaped, so that nothing a program or a server
 * says can move the cursor, change the title or hide a line of ours. Program output itself is passed on as it is.
 */

/** One line: line breaks too are escaped. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu, escaped);
}

function escaped(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
