/* What a translated Brainfuck program runs on: a tape of 1 MiB of bytes, entered at its left end. */
#include <stdio.h>
#include <stdlib.h>

#define CELLS (1 << 20)

static unsigned char tape[CELLS], *cell = tape;

static void leave(int line)
{
	fflush(stdout);
	fprintf(stderr, "line %d: the tape of %d cells was left.\n", line, CELLS);
	exit(1);
}

#define HERE(to, line) \
	if ((to) < tape || (to) >= tape + CELLS) \
		leave(line)

#define MOVE(by, line) \
	do { \
		HERE(cell + (by), line); \
		cell += (by); \
	} while (0)

#define ADD(at, factor, line) \
	do { \
		if (*cell) { \
			HERE(cell + (at), line); \
			cell[at] += *cell * (factor); \
		} \
	} while (0)

/* The next byte of the input, or 0 behind its end. */
static int take(void)
{
	fflush(stdout);
	int byte = getchar_unlocked();
	return byte == EOF ? 0 : byte;
}
