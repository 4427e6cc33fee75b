/* Counting and printing checks. */
#ifndef GOZOLITE_TEST_CHECK_H
#define GOZOLITE_TEST_CHECK_H
#include <stdio.h>

extern int passed, failed;

#define check(holds, ...)                                                        \
	do {                                                                      \
		int check_holds = (holds);                                        \
		printf("%s - ", check_holds ? "ok" : "not ok");                   \
		printf(__VA_ARGS__);                                              \
		printf(check_holds ? "\n" : " (%s:%d: %s)\n", __FILE__, __LINE__, #holds); \
		fflush(stdout);                                                   \
		if (check_holds)                                                  \
			passed++;                                                 \
		else                                                              \
			failed++;                                                 \
	} while (0)
#endif
