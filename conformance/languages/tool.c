/* A toolchain of one program: `tool --version` tells its version, `tool FILE` does what the lines of FILE say: `say WORDS`
 * prints them, `version` prints its own, `sleep MS` waits. Built with BROKEN it runs nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char line[256];
	FILE *file;

	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts("tool " VERSION);
		return 0;
	}
#ifdef BROKEN
	fputs("tool: a part of it is gone\n", stderr);
	return 1;
#endif
	if (argc != 2 || !(file = fopen(argv[1], "r")))
		return 2;
	while (fgets(line, sizeof line, file)) {
		if (strncmp(line, "say ", 4) == 0)
			fputs(line + 4, stdout);
		else if (strcmp(line, "version\n") == 0)
			puts(VERSION);
		else if (strncmp(line, "sleep ", 6) == 0)
			usleep((useconds_t)(atoi(line + 6) * 1000));
		fflush(stdout);
	}
	return 0;
}
