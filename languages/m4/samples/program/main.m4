divert(`-1')
# Generates a C header of error codes, and their documentation, from one table. The lines of each part are
# collected in a diversion of its own while the table is read.
changecom
ifdef(`PREFIX', , `define(`PREFIX', `')')

define(`lower', `translit(`$1', `A-Z', `a-z')')
define(`count', `0')
define(`ENUM', `1')
define(`CASES', `2')
define(`TEXT', `3')

# pad(TEXT, WIDTH) fills a text with blanks.
define(`pad', `substr(`$1                                ', `0', `$2')')

# in(PART, LINE) adds a line to a part.
define(`in', `divert(`$1')$2
divert(`-1')')

# code(NAME, MESSAGE) is one error code.
define(`code', `
  in(ENUM, `  PREFIX`'$1 = count,')
  in(CASES, `  case PREFIX`'$1: return "$2";')
  in(TEXT, `  count  pad(PREFIX`'$1, 14)  $2')
  define(`count', incr(count))')

code(`OK', `All is well.')
code(`NOT_FOUND', `There is no such thing.')
code(`TOO_LARGE', `It does not fit.')
code(`TIMED_OUT', `It took too long.')
divert`'dnl
/* Generated. count error codes. */
#ifndef PREFIX`'ERRORS_H
#define PREFIX`'ERRORS_H

enum lower(PREFIX)error {
undivert(ENUM)dnl
};

static inline const char *lower(PREFIX)message(enum lower(PREFIX)error error) {
  switch (error) {
undivert(CASES)dnl
  }
  return 0;
}

#endif
/*
undivert(TEXT)dnl
*/
