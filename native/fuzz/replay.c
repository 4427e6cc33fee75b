/* Runs a fuzz target on files, where there is no fuzzer: replay FILE... */
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

#define SIZE_MAX_READ (1u << 20)

int main(int argc, char **argv)
{
	uint8_t *data = malloc(SIZE_MAX_READ);
	for (int i = 1; data && i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		if (!file) {
			perror(argv[i]);
			return 1;
		}
		size_t size = fread(data, 1, SIZE_MAX_READ, file);
		fclose(file);
		LLVMFuzzerTestOneInput(data, size);
	}
	free(data);
	return 0;
}
